using Microsoft.Extensions.Logging.Abstractions;
using OrleansSse.AspNetCore.FanOut;
using OrleansSse.Client.Tests.Fakes;

namespace OrleansSse.AspNetCore.Tests.FanOut;

public sealed class FanOutLoopsTests
{
    [Fact]
    public void Connections_are_dealt_out_in_turn()
    {
        var loops = new FanOutLoops(NullLogger<FanOutLoop>.Instance);
        var count = loops.CreateShards().Length;

        var dealt = Enumerable.Range(0, count * 3).Select(_ => loops.Next()).ToArray();

        Assert.All(dealt.GroupBy(static index => index), static times => Assert.Equal(3, times.Count()));
        Assert.Equal(Enumerable.Range(0, count), dealt.Distinct().Order());
    }

    [Fact]
    public void A_stream_has_one_shard_on_each_loop()
    {
        var loops = new FanOutLoops(NullLogger<FanOutLoop>.Instance);

        Assert.Equal(loops.CreateShards().Select(static shard => shard.Loop), loops.CreateShards().Select(static shard => shard.Loop));
        Assert.Equal(Environment.ProcessorCount, loops.CreateShards().Select(static shard => shard.Loop).Distinct().Count());
    }

    [Fact]
    public async Task Work_that_fails_does_not_end_the_loop()
    {
        var loop = new FanOutLoop(NullLogger<FanOutLoop>.Instance);
        var after = new TestWork(loop, static () => { });

        new TestWork(loop, static () => throw new InvalidOperationException("The work is at fault.")).Wake();
        after.Wake();

        await Condition.UntilAsync(() => after.Runs == 1, "the work after the failure");
    }

    [Fact]
    public async Task Work_woken_while_it_runs_runs_again()
    {
        var loop = new FanOutLoop(NullLogger<FanOutLoop>.Instance);
        TestWork work = null!;
        work = new(loop, () =>
        {
            if (work.Runs == 1) work.Wake();
        });

        work.Wake();

        await Condition.UntilAsync(() => work.Runs == 2, "the second run");
    }

    [Fact]
    public async Task No_wake_of_many_threads_is_lost_and_none_runs_beside_another()
    {
        const int Wakes = 20_000;
        var loop = new FanOutLoop(NullLogger<FanOutLoop>.Instance);
        var (asked, seen, inside, isBeside) = (0, 0, 0, false);
        TestWork[] works = [.. Enumerable.Range(0, 3).Select(_ => new TestWork(loop, () =>
        {
            isBeside |= Interlocked.Increment(ref inside) > 1;
            seen = Volatile.Read(ref asked);
            Interlocked.Decrement(ref inside);
        }))];

        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (var n = 0; n < Wakes; n++)
            {
                Interlocked.Increment(ref asked);
                var work = works[(thread + n) % works.Length];
                if (n % 2 == 0 || !loop.TryRun(work)) work.Wake();
            }
        }))).Within("all wakes");

        await Condition.UntilAsync(() => Volatile.Read(ref seen) == 4 * Wakes, "a run after the last wake");
        Assert.False(isBeside);
    }

    [Fact]
    public void A_wake_at_the_moment_when_the_loop_comes_to_rest_is_not_lost()
    {
        var work = new TestWork(new(NullLogger<FanOutLoop>.Instance), static () => { });

        for (var n = 1; n <= 100_000; n++)
        {
            work.Wake();
            // Awaiting would come too late for that moment; the slow way is only for a wake that was lost.
            for (var spins = 0; work.Runs != n && spins < 1000; spins++) Thread.SpinWait(n % 8);
            if (work.Runs != n) Assert.True(SpinWait.SpinUntil(() => work.Runs == n, TimeSpan.FromSeconds(20)), $"Missing: run {n}");
        }
    }
}
