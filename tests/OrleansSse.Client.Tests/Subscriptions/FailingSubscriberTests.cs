namespace OrleansSse.Client.Tests.Subscriptions;

public sealed class FailingSubscriberTests
{
    [Fact]
    public async Task Is_told_again_what_it_did_not_take_of_a_push()
    {
        await using var following = new Following();
        await following.StartAsync(StreamStart.Latest);
        FailTimes(following, 1);

        following.Stream.Append(2);
        await following.HeadAsync();

        Assert.Equal(["started epoch001-0", "event epoch001-1", "event epoch001-2"], following.Subscriber.Told);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task Is_told_again_what_it_did_not_take_of_history(int times)
    {
        await using var following = new Following();
        following.Stream.Append(2);
        FailTimes(following, times);

        following.Begin(StreamStart.Earliest);
        await following.PassAsync(TimeSpan.FromSeconds(1), () => following.Subscription.Started.IsCompleted, "the start");

        Assert.Equal(["started epoch001-0", "event epoch001-1", "event epoch001-2"], following.Subscriber.Told);
    }

    private static void FailTimes(Following following, int times) => following.Subscriber.Before = () =>
    {
        if (times-- > 0) throw new InvalidOperationException("The subscriber is at fault.");
    };
}
