using System.Globalization;
using System.Net.ServerSentEvents;
using System.Text;
using OrleansSse.Client.Tests.Fakes;

namespace OrleansSse.AspNetCore.Tests.FanOut;

public sealed class RandomSnapshotTests
{
    private const int Steps = 300;

    private readonly Dictionary<string, string> _published = [];
    private readonly Dictionary<string, string> _view = [];
    private string _lastId = "";
    private long _shown;

    /// <summary>New ones each time; a failure shows its own, with which the same decisions can be made again.</summary>
    public static IEnumerable<TheoryDataRow<int>> Seeds => Enumerable.Range(0, 15).Select(static _ => new TheoryDataRow<int>(Random.Shared.Next()));

    [Theory]
    [MemberData(nameof(Seeds), DisableDiscoveryEnumeration = true)]
    public async Task However_often_it_is_cut_off_a_subscriber_has_the_last_word_on_every_key(int seed)
    {
        var random = new Random(seed);
        await using var gateway = await TestGateway.StartAsync(ringFrames: 8);
        gateway.Stream.PageSize = 1 + random.Next(9);
        gateway.Stream.Pushes = (observer, push) => _ = random.Next(5) == 0 ? Task.CompletedTask : observer.Push(push);
        Publish(gateway, random, 50);
        var subscriber = gateway.Join(StreamStart.Snapshot, patience: 1 + random.Next(400));

        for (var step = 0; step < Steps; step++)
        {
            if (random.Next(3) == 0) Publish(gateway, random, 1 + random.Next(4));
            if (random.Next(20) == 0) gateway.Stream.RevokeLeases();
            if (random.Next(20) == 0) gateway.Loops.Inspect();
            if (random.Next(30) == 0) subscriber = Resume(gateway, subscriber, random);
            subscriber.Read(random.Next(300));
            if (random.Next(4) == 0) await Task.Yield();
        }

        Publish(gateway, "last");
        await gateway.Relay.RefreshAsync().Within("the relay at the head");
        await subscriber.ReadToAsync($"data: last {_published["last"]}\n\n");
        Show(subscriber);
        Assert.Equal(_published, _view);
    }

    private void Publish(TestGateway gateway, Random random, int count)
    {
        for (var i = 0; i < count; i++) Publish(gateway, $"key{random.Next(12)}");
    }

    private void Publish(TestGateway gateway, string key)
    {
        _published[key] = (gateway.Stream.Head.Sequence + 1).ToString(CultureInfo.InvariantCulture);
        gateway.Stream.Append(new EventData($"{key} {_published[key]}") { Key = key });
    }

    // As a browser does: by the last id that it has dispatched, on whichever of its connections.
    private TestSubscriber Resume(TestGateway gateway, TestSubscriber subscriber, Random random)
    {
        subscriber.Leave();
        Show(subscriber);
        var start = _lastId.Length == 0 ? StreamStart.Snapshot : StreamStart.After(StreamPosition.Parse(_lastId));
        return gateway.Join(start, patience: 1 + random.Next(400));
    }

    private void Show(TestSubscriber subscriber)
    {
        var whole = subscriber.Text[..(subscriber.Text.LastIndexOf("\n\n", StringComparison.Ordinal) + 1)];
        var parser = SseParser.Create(new MemoryStream(Encoding.UTF8.GetBytes(whole + "\n")));
        foreach (var item in parser.Enumerate())
        {
            Assert.Equal("message", item.EventType);
            var (key, sequence) = item.Data.Split(' ') is [var first, var second] ? (first, long.Parse(second, CultureInfo.InvariantCulture)) : default;
            Assert.True(sequence > _shown, $"{item.Data} is shown after {_shown}.");
            (_shown, _view[key]) = (sequence, $"{sequence}");
        }

        if (parser.LastEventId.Length > 0) _lastId = parser.LastEventId;
    }
}
