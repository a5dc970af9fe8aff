namespace OrleansSse.Client.Tests.Subscriptions;

public sealed class RandomFaultTests
{
    private const int Steps = 400;

    /// <summary>New ones each time; a failure shows its own, with which the same decisions can be made again.</summary>
    public static IEnumerable<TheoryDataRow<int>> Seeds => Enumerable.Range(0, 25).Select(static _ => new TheoryDataRow<int>(Random.Shared.Next()));

    [Theory]
    [MemberData(nameof(Seeds), DisableDiscoveryEnumeration = true)]
    public async Task Whatever_goes_wrong_each_event_that_exists_arrives_once_and_in_order(int seed)
    {
        await using var following = new Following(isNew: seed % 2 == 0);
        var faults = new RandomFaults(following, seed);
        following.Begin(seed % 3 == 0 ? StreamStart.Latest : StreamStart.Earliest);
        await following.RenewAsync();

        for (var step = 0; step < Steps; step++)
        {
            faults.Next();
            if (step % 4 == 0) await Task.Yield();
            Assert.Empty(following.Subscriber.Wrong);
        }

        await faults.EndAsync();
    }
}
