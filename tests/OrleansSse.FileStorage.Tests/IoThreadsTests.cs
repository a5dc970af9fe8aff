namespace OrleansSse.FileStorage.Tests;

public sealed class IoThreadsTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Runs_the_work_of_a_lane_in_order_and_one_at_a_time()
    {
        using var threads = new IoThreads("test", 4);
        var order = new List<int>();
        var running = 0;

        await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => threads.RunAsync<int>(lane: 7, done =>
        {
            Assert.Equal(1, Interlocked.Increment(ref running));
            order.Add(i);
            Interlocked.Decrement(ref running);
            done.SetResult(i);
        })));

        Assert.Equal(Enumerable.Range(0, 1000), order);
    }

    [Fact]
    public async Task Runs_lanes_side_by_side_even_when_one_has_much_to_do()
    {
        using var threads = new IoThreads("test", 2);
        using var release = new ManualResetEventSlim();
        var blocked = Enumerable.Range(0, 10).Select(_ => threads.RunAsync<bool>(lane: 1, done => done.SetResult(release.Wait(Limit)))).ToArray();

        var other = await RunAsync(threads, lane: 2).WaitAsync(Limit, TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.Equal(2u, other);
        Assert.DoesNotContain(blocked, task => task.IsCompleted);
        release.Set();
        Assert.All(await Task.WhenAll(blocked), Assert.True);
    }

    [Fact]
    public async Task Fails_the_task_with_what_the_work_threw_and_goes_on()
    {
        using var threads = new IoThreads("test", 1);

        await Assert.ThrowsAsync<IOException>(() => threads.RunAsync<int>(lane: 1, _ => throw new IOException("broken")));

        Assert.Equal(1u, await RunAsync(threads, lane: 1));
    }

    [Fact]
    public async Task Ends_what_was_taken_on_before_it_stops_and_takes_nothing_on_after()
    {
        var threads = new IoThreads("test", 2);
        using var release = new ManualResetEventSlim();
        var taken = Enumerable.Range(0, 20).Select(i => threads.RunAsync<bool>(lane: (uint)i % 3, done => done.SetResult(release.Wait(Limit)))).ToArray();

        var stopping = Task.Run(threads.Dispose, TestContext.Current.CancellationToken);
        release.Set();
        await stopping.WaitAsync(Limit, TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.All(taken, task => Assert.True(task.IsCompletedSuccessfully && task.Result));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => RunAsync(threads, lane: 1));
    }

    private static Task<uint> RunAsync(IoThreads threads, uint lane) => threads.RunAsync<uint>(lane, done => done.SetResult(lane));
}
