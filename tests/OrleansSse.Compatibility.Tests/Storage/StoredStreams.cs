using System.Globalization;
using OrleansSse.Compatibility.Tests.Samples;

namespace OrleansSse.Compatibility.Tests.Storage;

/// <summary>The streams of which a version stores samples.</summary>
internal static class StoredStreams
{
    /// <summary>Two sealed segments and a tail, each with keys.</summary>
    public const string Orders = "orders";

    /// <summary>A stream with a retention of its own, which has dropped its first events.</summary>
    public const string Trimmed = "trimmed";

    /// <summary>A stream that was deleted, and goes on in its second epoch.</summary>
    public const string Deleted = "deleted";

    /// <summary>A stream that was completed; from version 2 on.</summary>
    public const string Completed = "completed";

    public static readonly string[] All = [Orders, Trimmed, Deleted];

    public static readonly RetentionOverride TrimmedRetention = new(MaxEvents: 20, MaxAge: TimeSpan.FromHours(12));

    /// <summary>The events of the publish with this key.</summary>
    public static EventData[] Keyed(int key) => [new($"{key} €", "keyed"), new($"two\nlines of {key}")];

    /// <summary>Stores the streams, and lists their events.</summary>
    public static async Task WriteAsync(SampleFolder folder)
    {
        using var storage = new StorageCopy();
        await using (var silo = await SampleSilo.StartAsync(storage.FullName, new SampleClock(TimeSpan.Zero)))
        {
            await PublishAsync(silo);
            await File.WriteAllLinesAsync(folder.EventList, await ListAsync(silo));
        }

        storage.CopyTo(folder.Storage);
    }

    /// <summary>All events, as <c>stream id Unix-milliseconds type text</c>, where it has one with its key and ttl, with LF as <c>\n</c>.</summary>
    public static async Task<List<string>> ListAsync(SampleSilo silo)
    {
        var lines = new List<string>();
        foreach (var name in All)
        {
            await foreach (var streamEvent in silo.Stream(name).ReadAsync(StreamStart.Earliest)) lines.Add(Line(name, streamEvent));
        }

        return lines;
    }

    private static async Task PublishAsync(SampleSilo silo)
    {
        var orders = silo.Stream(Orders);
        for (var key = 0; key < 6; key++)
        {
            await orders.PublishAsync(Keyed(key), new() { IdempotencyKey = $"key-{key}" });
            await orders.PublishAsync(Plain(100));
        }

        var trimmed = silo.Stream(Trimmed);
        await trimmed.SetRetentionAsync(TrimmedRetention);
        await trimmed.PublishAsync(Plain(300));
        await trimmed.PublishAsync(Plain(30));

        var deleted = silo.Stream(Deleted);
        await deleted.PublishAsync(Plain(3));
        await deleted.DeleteAsync();
        await deleted.PublishAsync(Plain(2));
        await deleted.PublishAsync(new EventData("9 °C") { Key = "Oslo", Ttl = TimeSpan.FromHours(12) });

        var completed = silo.Stream(Completed);
        await completed.PublishAsync(Plain(2));
        await completed.CompleteAsync();
    }

    private static string Line(string stream, StreamEvent streamEvent) => string.Create(
        CultureInfo.InvariantCulture,
        $"{stream} {streamEvent.Id} {streamEvent.UnixMilliseconds} {streamEvent.Type ?? "-"}{Fields(streamEvent.Data)} {streamEvent.Data.Text.Replace("\n", "\\n", StringComparison.Ordinal)}");

    private static string Fields(EventData data) => data.Key is null ? "" : $" {data.Key} {data.Ttl}";

    private static IEnumerable<EventData> Plain(int count) => Enumerable.Range(1, count).Select(static number => new EventData($"event {number}"));
}
