using OrleansSse.Client.Tests.Fakes;

namespace OrleansSse.Client.Tests.Subscriptions;

/// <summary>What a subscriber is told of the end of its stream.</summary>
public sealed class CompletionTests
{
    private readonly List<(IStreamObserver Observer, EventPush Push)> _held = [];

    [Fact]
    public async Task The_end_is_told_once_after_the_last_event_and_without_a_call()
    {
        await using var following = await FollowAsync();
        var calls = following.Stream.Calls;

        following.Stream.Append(1);
        await following.Stream.Complete();
        await following.Stream.Complete();

        Assert.Equal(["started epoch001-0", "event epoch001-1", "end"], following.Subscriber.Told);
        Assert.Equal(calls + 2, following.Stream.Calls);
    }

    [Fact]
    public async Task The_end_comes_after_what_a_lost_push_held()
    {
        await using var following = await FollowAsync();
        Hold(following);
        following.Stream.Append(2);
        await following.Stream.Complete();

        await DeliverAsync(1);
        await EndAsync(following);

        Assert.Equal(["started epoch001-0", "event epoch001-1", "event epoch001-2", "end"], following.Subscriber.Told);
    }

    [Fact]
    public async Task A_renewal_finds_an_end_whose_push_was_lost()
    {
        await using var following = await FollowAsync();
        following.Stream.Append(1);
        following.Stream.Pushes = static (_, _) => { };
        await following.Stream.Complete();

        await PassRenewalAsync(following);

        Assert.Equal(["started epoch001-0", "event epoch001-1", "end"], following.Subscriber.Told);
    }

    [Fact]
    public async Task A_stream_that_is_completed_already_ends_with_what_it_has()
    {
        await using var following = new Following();
        following.Stream.Append(3);
        following.Stream.PageSize = 2;
        await following.Stream.Complete();

        await following.StartAsync(StreamStart.Earliest);

        Assert.Equal(["started epoch001-0", "event epoch001-1", "event epoch001-2", "event epoch001-3", "end"], following.Subscriber.Told);
    }

    [Fact]
    public async Task A_stream_without_any_event_ends_too()
    {
        await using var following = new Following(isNew: true);
        await following.StartAsync(StreamStart.Latest);

        await following.Stream.Complete();
        await EndAsync(following);

        Assert.Equal(["started 00000000-0", "started epoch001-0", "end"], following.Subscriber.Told);
    }

    [Fact]
    public async Task The_end_is_not_told_again_when_the_lease_is_taken_again_or_a_push_is_repeated()
    {
        await using var following = await FollowAsync();
        Hold(following);
        await following.Stream.Complete();
        await DeliverAsync(0);
        await DeliverAsync(0);
        following.Stream.RevokeLeases();
        await following.HeadAsync();

        Assert.Equal(["started epoch001-0", "end"], following.Subscriber.Told);
        Assert.Single(following.Stream.Leases);
    }

    [Fact]
    public async Task A_stream_that_is_deleted_after_its_end_begins_anew_and_may_end_again()
    {
        await using var following = await FollowAsync();
        following.Stream.Append(1);
        await following.Stream.Complete();
        await following.Stream.Delete();
        await following.HeadAsync();
        following.Stream.Append(1);
        await following.Stream.Complete();

        Assert.Equal(
            ["started epoch001-0", "event epoch001-1", "end", "deletion epoch001-1 to epoch002-1", "event epoch002-1", "end"],
            following.Subscriber.Told);
    }

    [Fact]
    public async Task A_renewal_finds_a_deletion_after_the_end_whose_push_was_lost()
    {
        await using var following = await FollowAsync();
        await following.Stream.Complete();
        following.Stream.Pushes = static (_, _) => { };
        await following.Stream.Delete();

        await PassRenewalAsync(following);

        Assert.Equal(["started epoch001-0", "end", "deletion epoch001-0 to epoch002-1"], following.Subscriber.Told);
    }

    [Fact]
    public async Task A_subscriber_that_fails_at_the_end_is_told_again()
    {
        await using var following = await FollowAsync();
        var failures = 0;
        following.Subscriber.Before = () =>
        {
            if (failures++ == 0) throw new InvalidOperationException("Not now.");
        };

        await following.Stream.Complete();
        await EndAsync(following);

        Assert.Equal(["started epoch001-0", "end"], following.Subscriber.Told);
    }

    private static async Task<Following> FollowAsync()
    {
        var following = new Following();
        await following.StartAsync(StreamStart.Latest);
        await following.RenewAsync();
        return following;
    }

    private static Task EndAsync(Following following) =>
        following.PassAsync(TimeSpan.Zero, () => following.Subscriber.IsCompleted, $"the end; told: {string.Join(", ", following.Subscriber.Told)}");

    private static Task PassRenewalAsync(Following following) => following.PassAsync(
        TimeSpan.FromSeconds(1),
        () => (following.Subscriber.Position, following.Subscriber.IsCompleted) == (following.Stream.Head, following.Stream.IsCompleted),
        "the head, by a renewal");

    private void Hold(Following following) => following.Stream.Pushes = (observer, push) => _held.Add((observer, push));

    private Task DeliverAsync(int index) => _held[index].Observer.Push(_held[index].Push).Within("the return of a push");
}
