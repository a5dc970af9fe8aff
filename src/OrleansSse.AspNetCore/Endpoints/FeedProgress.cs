namespace OrleansSse.AspNetCore.Endpoints;

/// <summary>What a feed has published so far.</summary>
internal sealed class FeedProgress
{
    private StreamPosition? _first;
    private StreamPosition? _last;
    private long _count;

    public PublishedBody Body => new(_first?.ToString(), _last?.ToString(), _count);

    public void Add(PublishResult result)
    {
        _first ??= result.First;
        _last = result.Last;
        _count += result.Count;
    }

    /// <summary>For a problem: these events are in the stream, whatever went wrong after them.</summary>
    public IEnumerable<KeyValuePair<string, object?>> Extensions() =>
    [
        KeyValuePair.Create("published", (object?)_count),
        KeyValuePair.Create("first", (object?)_first?.ToString()),
        KeyValuePair.Create("last", (object?)_last?.ToString()),
    ];
}
