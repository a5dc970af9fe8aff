namespace OrleansSse.AspNetCore.Endpoints;

/// <summary>An event as JSON.</summary>
internal sealed record EventBody(string Id, string Type, DateTimeOffset Time, string Data)
{
    public static EventBody Of(StreamEvent streamEvent) =>
        new(streamEvent.Id.ToString(), streamEvent.Type ?? "message", streamEvent.Time, streamEvent.Data.Text);
}
