using OrleansSse.AspNetCore.FanOut;
using OrleansSse.Client.Tests.Fakes;

namespace OrleansSse.AspNetCore.Tests.FanOut;

/// <summary>A client goes away at every moment; nothing is written to it afterwards, which <see cref="WatchedWriter"/> watches.</summary>
public sealed class CloseTests
{
    [Fact]
    public async Task While_live()
    {
        await using var gateway = await TestGateway.StartAsync();
        var subscriber = gateway.Join();
        gateway.Stream.Append(1);
        await subscriber.ReadToAsync("data: 1\n\n");

        await LeaveAsync(gateway, subscriber);
    }

    [Fact]
    public async Task While_blocked()
    {
        await using var gateway = await TestGateway.StartAsync();
        var subscriber = gateway.Join(patience: 10);
        gateway.Stream.Append(1);
        await subscriber.BecomesAsync(ConnectionState.Blocked);

        await LeaveAsync(gateway, subscriber);
    }

    [Fact]
    public async Task While_history_does_not_answer()
    {
        await using var gateway = await TestGateway.StartAsync(events: 2);
        var answer = new TaskCompletionSource();
        gateway.Stream.After = _ => answer.Task;
        var subscriber = gateway.Join(StreamStart.Earliest);
        Assert.Equal(ConnectionState.CatchingUp, subscriber.Connection.State);

        await LeaveAsync(gateway, subscriber);
        answer.SetResult();
        gateway.Stream.Append(1);
    }

    [Fact]
    public async Task While_the_relay_does_not_catch_up()
    {
        await using var gateway = await TestGateway.StartAsync(events: 2);
        gateway.Stream.Pushes = static (_, _) => { };
        await gateway.Stream.Delete();
        gateway.Stream.Append(1);
        gateway.Stream.Before = static call => call == nameof(IEventStreamGrain.Attach) ? throw new StreamUnavailableException("No silo.") : Task.CompletedTask;
        gateway.Stream.RevokeLeases();
        var calls = gateway.Stream.Calls;
        var subscriber = gateway.Join(StreamStart.Earliest);
        await Condition.UntilAsync(() => gateway.Stream.Calls >= calls + 2, "a page that ends at the head, outside the ring");

        await LeaveAsync(gateway, subscriber);
    }

    [Fact]
    public async Task While_it_does_not_take_history()
    {
        await using var gateway = await TestGateway.StartAsync(events: 10);
        var subscriber = gateway.Join(StreamStart.Earliest, patience: 10);
        await Condition.UntilAsync(() => subscriber.Output.Flushes == 1, "the first page");

        await LeaveAsync(gateway, subscriber);
    }

    [Fact]
    public async Task Before_it_has_begun()
    {
        await using var gateway = await TestGateway.StartAsync(events: 10, ringFrames: 1);
        var neighbour = gateway.Join();
        TestSubscriber[] gone = [.. Enumerable.Range(0, 20).Select(_ => gateway.Connect())];

        for (var i = 0; i < gone.Length; i++)
        {
            gone[i].Leave();
            if (i % 2 == 0) gone[i].Connection.StartFromHistory(StreamStart.Earliest);
            else gone[i].Connection.StartLive(gateway.Relay.Ring.Head);
        }

        foreach (var subscriber in gone) await subscriber.Connection.Completion.Within("the end of one that left before it had begun");
        gateway.Stream.Append(1);
        await neighbour.ReadToAsync("data: 11\n\n");
        Assert.Equal(1, gateway.Relay.Shards.Sum(shard => shard.Connections.Count));
    }

    [Fact]
    public async Task At_any_moment_of_a_busy_stream()
    {
        await using var gateway = await TestGateway.StartAsync(events: 20, ringFrames: 4);
        gateway.Stream.PageSize = 3;
        var random = new Random(1);
        for (var n = 0; n < 300; n++)
        {
            var subscriber = n % 2 == 0 ? gateway.Join(patience: 1 + random.Next(200)) : gateway.Join(StreamStart.Earliest, patience: 1 + random.Next(200));
            for (var i = random.Next(6); i > 0; i--)
            {
                gateway.Stream.Append(1 + random.Next(3));
                subscriber.Read(random.Next(100));
            }

            subscriber.Leave();
            await subscriber.Connection.Completion.Within("the end of a connection whose client left");
        }

        Assert.Equal(0, gateway.Relay.Shards.Sum(shard => shard.Connections.Count));
    }

    private static async Task LeaveAsync(TestGateway gateway, TestSubscriber subscriber)
    {
        subscriber.Leave();
        await subscriber.Connection.Completion.Within("the end of a connection whose client left");
        Assert.Equal(ConnectionState.Closed, subscriber.Connection.State);
        Assert.Equal(0, gateway.Relay.Shards.Sum(shard => shard.Connections.Count));

        gateway.Stream.Append(1);
        gateway.Loops.Inspect();
        subscriber.Connection.Close();
    }
}
