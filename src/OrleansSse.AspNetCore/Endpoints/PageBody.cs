namespace OrleansSse.AspNetCore.Endpoints;

/// <summary>A page of history as JSON; <see cref="Next"/> is the <c>from=</c> of the next page.</summary>
internal sealed record PageBody(string Stream, IReadOnlyList<EventBody> Events, string Next, string Last, bool More, bool Completed, GapBody? Gap)
{
    public static PageBody Of(StreamName stream, HistoryPage page) => new(
        stream.ToString(),
        [.. page.Events.Select(EventBody.Of)],
        page.To.ToString(),
        page.Head.ToString(),
        !page.IsLast,
        page.IsCompleted,
        page.Gap is { } gap ? GapBody.Of(gap) : null);
}
