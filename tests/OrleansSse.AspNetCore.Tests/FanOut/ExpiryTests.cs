using OrleansSse.Client.Tests.Fakes;

namespace OrleansSse.AspNetCore.Tests.FanOut;

public sealed class ExpiryTests
{
    private static readonly EventData Short = new("short") { Ttl = TimeSpan.FromSeconds(1) };
    private static readonly StreamPosition Start = StreamPosition.Parse("epoch001-0");

    [Fact]
    public async Task What_expires_is_live_all_the_same()
    {
        await using var gateway = await StartAsync();
        var subscriber = gateway.Join();

        gateway.Stream.Append(Short);
        await subscriber.ReadToAsync("data: short\n\n");

        Assert.Equal("id: epoch001-1\ndata: short\n\n", subscriber.Text);
    }

    [Fact]
    public async Task The_ring_shows_it_no_more_and_the_position_moves_past_it()
    {
        await using var gateway = await StartAsync();
        gateway.Stream.Append(new EventData("a"), Short, new EventData("b"), Short);
        await gateway.Relay.RefreshAsync().Within("the relay at the head");

        gateway.Time.Advance(TimeSpan.FromSeconds(1));
        var subscriber = gateway.Connect();
        subscriber.Connection.StartLive(Start);
        await subscriber.ReadToAsync("data: b\n\n");
        await HeartbeatAsync(gateway, subscriber);

        Assert.Equal("id: epoch001-1\ndata: a\n\nid: epoch001-3\ndata: b\n\nid: epoch001-4\n\n", subscriber.Text);
    }

    [Fact]
    public async Task History_shows_it_no_more_and_the_position_moves_past_it()
    {
        await using var gateway = await StartAsync(ringFrames: 1);
        gateway.Stream.Append(new EventData("a"), Short, new EventData("b"), Short, Short);
        gateway.Stream.PageSize = 2;
        await gateway.Relay.RefreshAsync().Within("the relay at the head");

        gateway.Time.Advance(TimeSpan.FromSeconds(1));
        var subscriber = gateway.Join(StreamStart.Earliest);
        await subscriber.ReadToAsync("data: b\n\n");
        await HeartbeatAsync(gateway, subscriber);

        Assert.Equal("id: epoch001-0\n\nid: epoch001-1\ndata: a\n\nid: epoch001-3\ndata: b\n\nid: epoch001-5\n\n", subscriber.Text);
    }

    [Fact]
    public async Task What_expired_while_a_slow_client_took_nothing_is_not_sent_to_it()
    {
        await using var gateway = await StartAsync();
        var subscriber = gateway.Join(patience: 10);
        gateway.Stream.Append(new EventData("a"));
        await subscriber.BecomesAsync(AspNetCore.FanOut.ConnectionState.Blocked);
        gateway.Stream.Append(Short, new EventData("b"));

        gateway.Time.Advance(TimeSpan.FromSeconds(1));
        await subscriber.ReadToAsync("data: b\n\n");

        Assert.Equal("id: epoch001-1\ndata: a\n\nid: epoch001-3\ndata: b\n\n", subscriber.Text);
    }

    private static async Task<TestGateway> StartAsync(int ringFrames = 4096)
    {
        var gateway = await TestGateway.StartAsync(ringFrames: ringFrames);
        gateway.Stream.Time = gateway.Time;
        return gateway;
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
