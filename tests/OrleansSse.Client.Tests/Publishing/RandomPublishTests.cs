using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using OrleansSse.Client.Publishing;
using OrleansSse.Client.Tests.Fakes;

namespace OrleansSse.Client.Tests.Publishing;

public sealed class RandomPublishTests : IDisposable
{
    private const int Publishes = 300;
    private const int Publishers = 3;

    private readonly FakeTimeProvider _time = new();
    private readonly FakeGrains _grains = FakeGrains.Create();
    private readonly StreamPublisher _publisher;

    public RandomPublishTests() =>
        _publisher = new(_grains.Factory, Options.Create(new StreamPublisherOptions { MaxPendingBytes = 60_000 }), _time, NullLogger<StreamPublisher>.Instance);

    /// <summary>New ones each time; a failure shows its own, with which the same decisions can be made again.</summary>
    public static IEnumerable<TheoryDataRow<int>> Seeds => Enumerable.Range(0, 25).Select(static _ => new TheoryDataRow<int>(Random.Shared.Next()));

    private FakeStream Stream => _grains[StreamName.Default];

    public void Dispose() => _publisher.Dispose();

    [Theory]
    [MemberData(nameof(Seeds), DisableDiscoveryEnumeration = true)]
    public async Task Whatever_goes_wrong_what_is_acknowledged_is_stored_once_under_its_id_and_what_is_refused_is_not(int seed)
    {
        var random = new Random(seed);
        var deciding = new Lock();
        // Refused by what it is, so that it is refused whatever it is sent with.
        Stream.Refuse = static request => request.Events.Any(data => data.Text.EndsWith('!')) ? new PublishRefusedException(ErrorCodes.EventTooLarge, "Too large.") : null;
        Stream.Before = _ => FaultAsync(isAnswered: true);
        Stream.After = _ => FaultAsync(isAnswered: false);

        List<(string[] Texts, string? Key, Task<PublishResult> Publish)> publishes = [];
        for (var n = 0; n < Publishes; n++)
        {
            string[] texts;
            lock (deciding) texts = [.. Enumerable.Range(0, random.Next(1, 4)).Select(part => $"{n}.{part}{(random.Next(15) == 0 ? "!" : string.Empty)}")];
            var key = n % 8 == 0 ? $"key {n}" : null;
            publishes.Add((texts, key, PublishAsync(n / 10 % Publishers, key, texts)));
            int pause;
            lock (deciding) pause = random.Next(3) == 0 ? random.Next(100) : 0;
            // Not under the lock: what time brings about wants to decide, too.
            if (pause > 0) _time.Advance(TimeSpan.FromMilliseconds(pause));
            if (n % 8 == 0) await Task.Yield();
        }

        var end = Task.WhenAll(publishes.Select(publish => publish.Publish));
        await Condition.UntilAsync(() => end.IsCompleted, "the end of the publishes", () => _time.Advance(TimeSpan.FromMilliseconds(50)));
        Stream.Before = Stream.After = static _ => Task.CompletedTask;

        var stored = (await Stream.Read(new(StreamStart.Earliest, int.MaxValue))).Events;
        var ids = stored.ToLookup(streamEvent => streamEvent.Data.Text, streamEvent => streamEvent.Id.Sequence);
        foreach (var (texts, key, publish) in publishes) await CheckAsync(texts, key, publish, ids);

        Assert.Equal(0, _publisher.Lanes.PendingBytes);
        Assert.Contains(Stream.Requests, request => request.Events.Length > 3);

        async Task FaultAsync(bool isAnswered)
        {
            int choice;
            lock (deciding) choice = random.Next(12);
            if (choice == 0) throw isAnswered ? new StreamUnavailableException("Its storage cannot be read.") : new TimeoutException("No answer.");
            if (choice < 5) await Task.Delay(TimeSpan.FromMilliseconds(20 * choice), _time);
        }
    }

    private static async Task CheckAsync(string[] texts, string? key, Task<PublishResult> publish, ILookup<string, long> ids)
    {
        try
        {
            var result = await publish;
            Assert.True(result.Outcome == PublishOutcome.Appended || key is not null, "Who did not choose a key heard of one.");
            Assert.Equal(texts.Select((_, part) => result.First.Sequence + part), texts.Select(text => Assert.Single(ids[text])));
            Assert.Equal(result.Last.Sequence, ids[texts[^1]].Single());
        }
        catch (EventStreamException refusal) when (refusal is not OutcomeUnknownException)
        {
            Assert.All(texts, text => Assert.Empty(ids[text]));
        }
        catch (OutcomeUnknownException)
        {
            Assert.All(texts, text => Assert.True(ids[text].Count() <= 1, $"{text} was stored twice"));
        }
    }

    private Task<PublishResult> PublishAsync(int publisher, string? key, string[] texts) => _publisher.PublishAsync(
        StreamName.Default, new([.. texts.Select(text => new EventData(text))], key, KeyAge: key is null ? null : TimeSpan.Zero), publisher);
}
