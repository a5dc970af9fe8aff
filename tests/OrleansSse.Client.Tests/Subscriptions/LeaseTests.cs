namespace OrleansSse.Client.Tests.Subscriptions;

public sealed class LeaseTests
{
    [Fact]
    public async Task A_renewal_finds_a_lost_push_when_the_stream_is_quiet()
    {
        await using var following = await FollowAsync();
        following.Stream.Pushes = static (_, _) => { };
        following.Stream.Append(1);

        await PassRenewalAsync(following);

        Assert.Equal(["started epoch001-0", "event epoch001-1"], following.Subscriber.Told);
    }

    [Fact]
    public async Task Leases_are_renewed_when_they_are_due_although_the_clock_was_set_back()
    {
        await using var following = await FollowAsync();
        following.Stream.Pushes = static (_, _) => { };
        following.Stream.Append(1);
        following.Time.Error = -TimeSpan.FromDays(1);

        await PassRenewalAsync(following);

        Assert.Equal(["started epoch001-0", "event epoch001-1"], following.Subscriber.Told);
    }

    [Fact]
    public async Task A_push_that_renews_puts_the_renewal_off()
    {
        await using var following = await FollowAsync();
        var (started, renewed) = (following.Time.GetTimestamp(), default(TimeSpan?));
        following.Stream.Pushes = static (observer, push) => _ = observer.Push(push with { Renews = true });
        following.Stream.Before = call =>
        {
            if (call == nameof(IEventStreamGrain.Renew)) renewed ??= following.Time.GetElapsedTime(started);
            return Task.CompletedTask;
        };
        var pushed = TimeSpan.FromSeconds(15);
        following.Time.Advance(pushed);
        following.Stream.Append(1);
        await following.HeadAsync();

        await following.PassAsync(TimeSpan.FromSeconds(1), () => renewed is not null, "a renewal");

        Assert.True(renewed >= pushed + (0.8 * Following.Settings.RenewalInterval), $"It was renewed after {renewed}.");
    }

    [Fact]
    public async Task A_lease_that_has_ended_is_taken_again()
    {
        await using var following = await FollowAsync();
        following.Stream.DropLeases();
        following.Stream.Append(1);

        await PassRenewalAsync(following);
        await following.HeadAsync();
        following.Stream.Append(1);

        Assert.Equal(["started epoch001-0", "event epoch001-1", "event epoch001-2"], following.Subscriber.Told);
    }

    [Fact]
    public async Task A_renewal_that_fails_takes_the_lease_again()
    {
        await using var following = await FollowAsync();
        following.Stream.DropLeases();
        following.Stream.Before = static call => call == nameof(IEventStreamGrain.Renew) ? throw new TimeoutException("No answer.") : Task.CompletedTask;
        following.Stream.Append(1);

        await PassRenewalAsync(following);

        Assert.Single(following.Stream.Leases);
    }

    [Fact]
    public async Task An_activation_that_ends_is_attached_to_again_at_once()
    {
        await using var following = await FollowAsync();
        following.Stream.RevokeLeases();
        following.Stream.Append(1);

        await following.HeadAsync();

        Assert.Single(following.Stream.Leases);
        Assert.Equal(["started epoch001-0", "event epoch001-1"], following.Subscriber.Told);
    }

    [Fact]
    public async Task An_attachment_whose_answer_is_lost_is_made_again()
    {
        await using var following = await FollowAsync();
        var answers = 0;
        following.Stream.After = _ => answers++ == 0 ? throw new TimeoutException("No answer.") : Task.CompletedTask;
        following.Stream.RevokeLeases();
        var reading = following.Subscription.RefreshAsync();

        await following.PassAsync(TimeSpan.FromSeconds(1), () => reading.IsCompleted, "the second attachment");
        following.Stream.Append(1);

        Assert.Equal(["started epoch001-0", "event epoch001-1"], following.Subscriber.Told);
    }

    private static async Task<Following> FollowAsync()
    {
        var following = new Following();
        await following.StartAsync(StreamStart.Latest);
        await following.RenewAsync();
        return following;
    }

    private static Task PassRenewalAsync(Following following) =>
        following.PassAsync(TimeSpan.FromSeconds(1), () => following.Subscriber.Position == following.Stream.Head, "the head, by a renewal");
}
