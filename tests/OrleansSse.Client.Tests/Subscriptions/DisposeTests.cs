using OrleansSse.Client.Tests.Fakes;

namespace OrleansSse.Client.Tests.Subscriptions;

public sealed class DisposeTests
{
    [Fact]
    public async Task Gives_its_lease_up_and_hears_nothing_more()
    {
        await using var following = new Following();
        await following.StartAsync(StreamStart.Latest);
        (IStreamObserver Observer, EventPush Push)? late = null;
        following.Stream.Pushes = (observer, push) => late = (observer, push);
        following.Stream.Append(1);

        await following.Subscription.DisposeAsync();
        await late!.Value.Observer.Push(late.Value.Push);

        Assert.Empty(following.Stream.Leases);
        Assert.Equal(["started epoch001-0"], following.Subscriber.Told);
    }

    [Fact]
    public async Task All_leases_are_given_up_when_the_process_stops()
    {
        await using var following = new Following();
        await following.StartAsync(StreamStart.Latest);

        await following.StopAsync();

        Assert.Empty(following.Stream.Leases);
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_a_stream_that_is_out_of_reach()
    {
        await using var following = new Following();
        await following.StartAsync(StreamStart.Latest);
        following.Stream.Before = static call => new TaskCompletionSource().Task;

        var stopping = following.StopAsync();

        await following.PassAsync(TimeSpan.FromSeconds(1), () => stopping.IsCompletedSuccessfully, "the end of the stop");
    }

    [Fact]
    public async Task One_that_is_attaching_tells_nothing_when_the_answer_comes()
    {
        await using var following = new Following();
        following.Stream.Append(1);
        var answer = new TaskCompletionSource();
        following.Stream.After = call => call == nameof(IEventStreamGrain.Attach) ? answer.Task : Task.CompletedTask;
        following.Begin(StreamStart.Earliest);
        await Condition.UntilAsync(() => following.Stream.Leases.Count == 1, "the lease");
        var reading = following.Subscription.RefreshAsync();

        await following.Subscription.DisposeAsync();
        answer.SetResult();

        await reading.Within("the end of reading");
        Assert.True(following.Subscription.Started.IsCanceled);
        Assert.Empty(following.Subscriber.Told);
    }

    [Fact]
    public async Task One_that_pauses_after_a_failure_ends_at_once()
    {
        await using var following = new Following();
        following.Stream.Before = static call => throw new StreamUnavailableException("No silo.");
        following.Begin(StreamStart.Earliest);
        await Condition.UntilAsync(() => following.Stream.Calls == 1, "the first attempt");
        var reading = following.Subscription.RefreshAsync();

        // Its lease cannot be given up either.
        await following.Subscription.DisposeAsync();

        await reading.Within("the end of reading, though no time passes");
    }

    [Fact]
    public async Task A_push_that_waits_for_history_ends_without_being_told()
    {
        await using var following = new Following();
        await following.StartAsync(StreamStart.Latest);
        (IStreamObserver Observer, EventPush Push)? late = null;
        following.Stream.Pushes = (observer, push) => late = (observer, push);
        following.Stream.Append(1);
        var answer = new TaskCompletionSource();
        following.Stream.After = call => call == nameof(IEventStreamGrain.Read) ? answer.Task : Task.CompletedTask;
        _ = following.Subscription.RefreshAsync();
        var push = late!.Value.Observer.Push(late.Value.Push);

        await following.Subscription.DisposeAsync();
        answer.SetResult();

        await push.Within("the return of the push");
        Assert.Equal(["started epoch001-0"], following.Subscriber.Told);
    }

    [Fact]
    public async Task Is_possible_more_than_once()
    {
        await using var following = new Following();
        await following.StartAsync(StreamStart.Latest);

        await following.Subscription.DisposeAsync();
        var calls = following.Stream.Calls;
        await following.Subscription.DisposeAsync();

        Assert.Equal(calls, following.Stream.Calls);
    }
}
