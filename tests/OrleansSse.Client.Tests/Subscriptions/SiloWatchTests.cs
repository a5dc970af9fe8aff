using System.Net;
using OrleansSse.Client.Subscriptions;

namespace OrleansSse.Client.Tests.Subscriptions;

public sealed class SiloWatchTests
{
    private static readonly SiloAddress First = SiloAddress.New(IPAddress.Loopback, 1, 1);
    private static readonly SiloAddress Second = SiloAddress.New(IPAddress.Loopback, 2, 1);

    [Fact]
    public async Task When_a_silo_has_gone_all_leases_are_taken_again()
    {
        await using var following = await FollowAsync(new(1, [First, Second]));
        using var watch = await WatchAsync(following);
        following.Stream.DropLeases();

        following.Membership.Answer = static () => new(2, [First]);

        await following.PassAsync(TimeSpan.FromMilliseconds(100), () => following.Stream.Leases.Count == 1, "the lease");
        await watch.StopAsync(default);
    }

    [Fact]
    public async Task A_silo_that_joins_or_an_answer_of_the_past_changes_nothing()
    {
        await using var following = await FollowAsync(new(2, [First]));
        using var watch = await WatchAsync(following);
        following.Stream.DropLeases();

        following.Membership.Answer = static () => new(3, [First, Second]);
        await PassLookAsync(following);
        following.Membership.Answer = static () => new(2, [First]);
        await PassLookAsync(following);

        Assert.Empty(following.Stream.Leases);
        await watch.StopAsync(default);
    }

    [Fact]
    public async Task A_silo_that_went_while_nobody_answered_is_noticed_afterwards()
    {
        await using var following = await FollowAsync(new(1, [First, Second]));
        using var watch = await WatchAsync(following);
        following.Stream.DropLeases();
        following.Membership.Answer = static () => throw new TimeoutException("No answer.");
        await PassLookAsync(following);

        following.Membership.Answer = static () => new(2, [Second]);

        await following.PassAsync(TimeSpan.FromMilliseconds(100), () => following.Stream.Leases.Count == 1, "the lease");
        await watch.StopAsync(default);
    }

    private static async Task<Following> FollowAsync(ActiveSilos silos)
    {
        var following = new Following();
        following.Membership.Answer = () => silos;
        await following.StartAsync(StreamStart.Latest);
        return following;
    }

    private static async Task<SiloWatch> WatchAsync(Following following)
    {
        var watch = following.Watch();
        await watch.StartAsync(default);
        await PassLookAsync(following);
        return watch;
    }

    // Two, as the first may have been answered before the test changed the answer.
    private static Task PassLookAsync(Following following)
    {
        var asked = following.Membership.Asked;
        return following.PassAsync(TimeSpan.FromMilliseconds(100), () => following.Membership.Asked >= asked + 2, "a look at the silos");
    }
}
