using OrleansSse.AspNetCore.FanOut;
using OrleansSse.Client.Tests.Fakes;

namespace OrleansSse.AspNetCore.Tests.FanOut;

public sealed class EndTests
{
    [Fact]
    public async Task One_that_accepts_nothing_for_too_long_is_cut_off()
    {
        await using var gateway = await TestGateway.StartAsync();
        var subscriber = gateway.Join(patience: 10);
        gateway.Stream.Append(1);
        await subscriber.BecomesAsync(ConnectionState.Blocked);

        await gateway.PassAsync(TimeSpan.FromSeconds(1), () => subscriber.Connection.Completion.IsCompleted, "the end of a stalled connection");

        Assert.Equal(1, subscriber.Aborts);
    }

    [Fact]
    public async Task One_that_accepts_nothing_of_history_for_too_long_is_cut_off()
    {
        await using var gateway = await TestGateway.StartAsync(events: 10);
        var subscriber = gateway.Join(StreamStart.Earliest, patience: 10);

        await gateway.PassAsync(TimeSpan.FromSeconds(1), () => subscriber.Connection.Completion.IsCompleted, "the end of a stalled connection");

        Assert.Equal(1, subscriber.Aborts);
    }

    [Fact]
    public async Task One_that_reads_in_time_is_not_cut_off()
    {
        await using var gateway = await TestGateway.StartAsync();
        var subscriber = gateway.Join(patience: 10);
        for (var n = 1; n <= 3; n++)
        {
            gateway.Stream.Append(1);
            await subscriber.BecomesAsync(ConnectionState.Blocked);
            gateway.Time.Advance(gateway.Settings.StallTimeout - TimeSpan.FromSeconds(1));
            gateway.Loops.Inspect();
            await subscriber.ReadToAsync($"data: {n}\n\n");
            await subscriber.BecomesAsync(ConnectionState.Live);
        }

        Assert.Equal(0, subscriber.Aborts);
    }

    [Fact]
    public async Task Age_ends_a_connection_with_a_pause_before_the_next()
    {
        await using var gateway = await TestGateway.StartAsync();
        var subscriber = gateway.Join();
        gateway.Stream.Append(1);
        await subscriber.ReadToAsync("data: 1\n\n");

        gateway.Time.Advance(gateway.Settings.MaxConnectionAge * 1.2 + TimeSpan.FromSeconds(1));
        gateway.Loops.Inspect();

        Assert.Equal("id: epoch001-1\ndata: 1\n\nretry: 2000\n\n", await subscriber.ReadAllAsync());
    }

    [Fact]
    public async Task A_drain_ends_live_connections()
    {
        await using var gateway = await TestGateway.StartAsync();
        var subscriber = gateway.Join();

        Drain(gateway);

        Assert.Equal("retry: 2000\n\n", await subscriber.ReadAllAsync());
        Assert.Equal(0, subscriber.Aborts);
    }

    [Fact]
    public async Task A_drain_ends_one_that_always_has_something_to_take()
    {
        await using var gateway = await TestGateway.StartAsync();
        var subscriber = gateway.Join(patience: 10);
        gateway.Stream.Append(1);
        await subscriber.BecomesAsync(ConnectionState.Blocked);
        gateway.Stream.Append(50);

        Drain(gateway);

        Assert.Equal("id: epoch001-1\ndata: 1\n\nretry: 2000\n\n", await subscriber.ReadAllAsync());
    }

    [Fact]
    public async Task A_drain_ends_one_that_is_fed_from_history_at_the_end_of_a_page()
    {
        await using var gateway = await TestGateway.StartAsync(events: 4, ringFrames: 1);
        gateway.Stream.PageSize = 2;
        var subscriber = gateway.Join(StreamStart.Earliest, patience: 10);
        await Condition.UntilAsync(() => subscriber.Output.Flushes == 1, "the first page");

        Drain(gateway);

        Assert.Equal(
            "id: epoch001-0\n\nid: epoch001-1\ndata: 1\n\nid: epoch001-2\ndata: 2\n\nretry: 2000\n\n", await subscriber.ReadAllAsync());
    }

    [Fact]
    public async Task A_drain_does_not_wait_for_one_that_accepts_nothing()
    {
        await using var gateway = await TestGateway.StartAsync();
        var subscriber = gateway.Join(patience: 10);
        gateway.Stream.Append(1);
        await subscriber.BecomesAsync(ConnectionState.Blocked);

        Drain(gateway);
        await gateway.PassAsync(TimeSpan.FromSeconds(1), () => subscriber.Connection.Completion.IsCompleted, "the end of a stalled connection");

        Assert.Equal(1, subscriber.Aborts);
    }

    [Fact]
    public async Task A_drain_ends_connections_one_after_another_over_its_window()
    {
        const int Count = 100;
        await using var gateway = await TestGateway.StartAsync();
        var subscribers = Enumerable.Range(0, Count).Select(_ => gateway.Join()).ToArray();

        gateway.Context.Drain(TimeSpan.FromSeconds(10));
        gateway.Time.Advance(TimeSpan.FromSeconds(5));
        await Condition.UntilAsync(() => Ended() >= 20, "the end of about half of the connections", gateway.Loops.Inspect);
        Assert.InRange(Ended(), 20, 80);

        gateway.Time.Advance(TimeSpan.FromSeconds(5));
        await Condition.UntilAsync(() => Ended() == Count, "the end of all connections", gateway.Loops.Inspect);
        Assert.Equal("retry: 2000\n\n", await subscribers[0].ReadAllAsync());

        int Ended() => subscribers.Count(subscriber => subscriber.Connection.Completion.IsCompleted);
    }

    private static void Drain(TestGateway gateway)
    {
        gateway.Context.Drain(TimeSpan.Zero);
        gateway.Loops.Inspect();
    }
}
