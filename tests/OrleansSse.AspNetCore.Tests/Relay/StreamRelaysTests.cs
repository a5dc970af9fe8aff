using OrleansSse.AspNetCore.Tests.FanOut;
using OrleansSse.Client.Tests.Fakes;

namespace OrleansSse.AspNetCore.Tests.Relay;

public sealed class StreamRelaysTests
{
    private static readonly StreamName Other = StreamName.Parse("other");

    [Fact]
    public async Task Subscribers_of_one_stream_share_its_relay()
    {
        await using var gateway = await TestGateway.StartAsync();

        Assert.Same(gateway.Relays.Acquire(Other), gateway.Relays.Acquire(Other));
        Assert.NotSame(gateway.Relay, gateway.Relays.Acquire(Other));
    }

    [Fact]
    public async Task A_relay_stays_for_a_while_after_its_last_subscriber_and_then_gives_its_lease_up()
    {
        await using var gateway = await TestGateway.StartAsync();
        var relay = gateway.Relays.Acquire(Other);
        await relay.Started.Within("the start of the relay");
        gateway.Relays.Release(relay);

        gateway.Time.Advance(gateway.Settings.RelayLinger - TimeSpan.FromMilliseconds(1));
        await gateway.Relays.SweepAsync();
        Assert.Single(gateway.StreamOf(Other).Leases);

        gateway.Time.Advance(TimeSpan.FromMilliseconds(1));
        await gateway.Relays.SweepAsync().Within("the end of the relay");
        Assert.Empty(gateway.StreamOf(Other).Leases);
        Assert.NotSame(relay, gateway.Relays.Acquire(Other));
    }

    [Fact]
    public async Task A_relay_in_use_is_never_swept()
    {
        await using var gateway = await TestGateway.StartAsync();
        var relay = gateway.Relays.Acquire(Other);
        gateway.Relays.Acquire(Other);
        gateway.Relays.Release(relay);

        gateway.Time.Advance(gateway.Settings.RelayLinger * 10);
        await gateway.Relays.SweepAsync();

        Assert.Same(relay, gateway.Relays.Acquire(Other));
    }

    [Fact]
    public async Task A_stream_that_does_not_answer_holds_no_other_relay_up()
    {
        await using var gateway = await TestGateway.StartAsync();
        var hanging = gateway.Relays.Acquire(Other);
        var sound = gateway.Relays.Acquire(StreamName.Parse("sound"));
        await hanging.Started.Within("the start of the relay");
        await sound.Started.Within("the start of the relay");
        var answer = new TaskCompletionSource();
        gateway.StreamOf(Other).Before = _ => answer.Task;
        gateway.Relays.Release(hanging);
        gateway.Relays.Release(sound);
        gateway.Time.Advance(gateway.Settings.RelayLinger);

        var sweep = gateway.Relays.SweepAsync();

        await Condition.UntilAsync(() => gateway.StreamOf(StreamName.Parse("sound")).Leases.Count == 0, "the end of the other relay");
        Assert.False(sweep.IsCompleted);
        answer.SetResult();
        await sweep.Within("the end of the sweep");
    }

    [Fact]
    public async Task However_acquired_released_and_swept_at_once_a_relay_in_use_works()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Settings.RelayLinger = TimeSpan.Zero;
        var isOver = false;
        var sweeper = Task.Run(async () =>
        {
            while (!Volatile.Read(ref isOver)) await gateway.Relays.SweepAsync();
        });

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (var n = 0; n < 500; n++)
            {
                var relay = gateway.Relays.Acquire(Other);
                await relay.Started.Within("the start of a relay in use");
                gateway.Relays.Release(relay);
            }
        }))).Within("all subscribers");

        Volatile.Write(ref isOver, true);
        await sweeper.Within("the end of the sweeper");
        await gateway.Relays.SweepAsync();
        Assert.Empty(gateway.StreamOf(Other).Leases);
    }
}
