using System.Globalization;
using OrleansSse.Client.Tests.Fakes;

namespace OrleansSse.AspNetCore.Tests.FanOut;

public sealed class RandomSpliceTests
{
    private const int Steps = 300;

    /// <summary>New ones each time; a failure shows its own, with which the same decisions can be made again.</summary>
    public static IEnumerable<TheoryDataRow<int>> Seeds => Enumerable.Range(0, 15).Select(static _ => new TheoryDataRow<int>(Random.Shared.Next()));

    [Theory]
    [MemberData(nameof(Seeds), DisableDiscoveryEnumeration = true)]
    public async Task However_history_and_live_meet_each_event_is_written_once_and_in_order(int seed)
    {
        var random = new Random(seed);
        await using var gateway = await TestGateway.StartAsync(events: 30, ringFrames: 8);
        gateway.Stream.PageSize = 1 + random.Next(9);
        gateway.Stream.Pushes = (observer, push) => _ = random.Next(5) == 0 ? Task.CompletedTask : observer.Push(push);
        TestSubscriber[] subscribers = [.. Enumerable.Range(0, 4).Select(_ => gateway.Join(StreamStart.Earliest, patience: 1 + random.Next(400), taken: random.Next(100)))];

        for (var step = 0; step < Steps; step++)
        {
            if (random.Next(3) == 0) gateway.Stream.Append(1 + random.Next(4));
            if (random.Next(20) == 0) gateway.Stream.RevokeLeases();
            if (random.Next(20) == 0) gateway.Loops.Inspect();
            subscribers[random.Next(subscribers.Length)].Read(random.Next(300));
            if (random.Next(4) == 0) await Task.Yield();
        }

        await gateway.Relay.RefreshAsync().Within("the relay at the head");
        var last = gateway.Stream.Head.Sequence;
        var expected = "id: epoch001-0\n\n" + string.Concat(
            Enumerable.Range(1, (int)last).Select(static n => string.Create(CultureInfo.InvariantCulture, $"id: epoch001-{n}\ndata: {n}\n\n")));
        foreach (var subscriber in subscribers)
        {
            await subscriber.ReadToAsync($"data: {last}\n\n");
            Assert.Equal(expected, subscriber.Text);
        }
    }
}
