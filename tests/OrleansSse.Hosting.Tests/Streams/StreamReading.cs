namespace OrleansSse.Hosting.Tests.Streams;

/// <summary>Short ways to say and to hear.</summary>
internal static class StreamReading
{
    /// <summary>So many events, in batches as the gateway makes them.</summary>
    public static async Task PublishManyAsync(this IEventStreamGrain stream, int count)
    {
        foreach (var batch in Texts(count).Chunk(100)) await stream.PublishAsync(key: null, batch);
    }

    public static Task<PublishResult> PublishAsync(this IEventStreamGrain stream, string? key, params string[] texts) =>
        stream.Publish(new([.. texts.Select(static text => new EventData(text))], key));

    /// <summary>What <see cref="PublishManyAsync"/> publishes.</summary>
    public static string[] Texts(int count) => [.. Enumerable.Range(1, count).Select(static i => $"event {i}")];

    /// <summary>All that history keeps, page by page.</summary>
    public static async Task<string[]> ReadAllAsync(this IEventStreamGrain stream)
    {
        var texts = new List<string>();
        for (var start = StreamStart.Earliest; ;)
        {
            var page = await stream.Read(new(start));
            texts.AddRange(page.Events.Select(static streamEvent => streamEvent.Data.Text));
            if (page.IsLast) return [.. texts];
            start = StreamStart.After(page.To);
        }
    }
}
