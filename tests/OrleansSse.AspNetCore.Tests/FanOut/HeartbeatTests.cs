using OrleansSse.AspNetCore.Frames;
using OrleansSse.Client.Tests.Fakes;

namespace OrleansSse.AspNetCore.Tests.FanOut;

public sealed class HeartbeatTests
{
    [Fact]
    public async Task A_quiet_connection_gets_a_comment()
    {
        await using var gateway = await TestGateway.StartAsync();
        var subscriber = gateway.Join();
        gateway.Stream.Append(1);
        await subscriber.ReadToAsync("data: 1\n\n");

        await HeartbeatAsync(gateway, subscriber);

        Assert.Equal("id: epoch001-1\ndata: 1\n\n:\n\n", subscriber.Text);
    }

    [Fact]
    public async Task Where_a_filter_hides_events_the_position_moves_once()
    {
        await using var gateway = await TestGateway.StartAsync();
        var subscriber = gateway.Join(new FrameFormat(new HashSet<string> { "wanted" }, FrameShape.Plain));
        gateway.Stream.Append(3);

        await HeartbeatAsync(gateway, subscriber);
        await HeartbeatAsync(gateway, subscriber);

        Assert.Equal("id: epoch001-3\n\n:\n\n", subscriber.Text);
    }

    [Fact]
    public async Task Nothing_is_said_before_its_time()
    {
        await using var gateway = await TestGateway.StartAsync();
        var subscriber = gateway.Join();

        gateway.Time.Advance(gateway.Settings.Heartbeat - TimeSpan.FromMilliseconds(1));
        gateway.Loops.Inspect();
        gateway.Stream.Append(1);
        await subscriber.ReadToAsync("data: 1\n\n");

        Assert.Equal("id: epoch001-1\ndata: 1\n\n", subscriber.Text);
    }

    private static async Task HeartbeatAsync(TestGateway gateway, TestSubscriber subscriber)
    {
        var before = subscriber.Text.Length;
        gateway.Time.Advance(gateway.Settings.Heartbeat);
        await Condition.UntilAsync(() => subscriber.Text.Length > before, "a heartbeat", () =>
        {
            gateway.Loops.Inspect();
            subscriber.Read();
        });
    }
}
