namespace OrleansSse.AspNetCore.Endpoints;

/// <summary>A page of history as JSON; <see cref="Next"/> is the <c>from=</c> of the next page.</summary>
internal sealed record PageBody(string Stream, IReadOnlyList<EventBody> Events, string Next, string Last, bool More, bool Completed, GapBody? Gap)
{
    /// <summary>A page that was read from a start, without what has expired.</summary>
    public static PageBody Of(StreamName stream, StreamStart start, HistoryPage page, TimeProvider time) => new(
        stream.ToString(),
        [.. page.Events.Where(streamEvent => !streamEvent.IsExpired(time)).Select(EventBody.Of)],
        StartQuery.Format(start.Next(page)),
        page.Head.ToString(),
        !page.IsLast,
        page.IsCompleted,
        page.Gap is { } gap ? GapBody.Of(gap) : null);
}
