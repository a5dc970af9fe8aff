namespace OrleansSse.AspNetCore.Endpoints;

/// <summary>A stream as JSON.</summary>
internal sealed record InfoBody(
    string Stream, string First, string Last, long Count, long Bytes, int Segments, int Gateways, string Durability, bool Completed,
    RetentionBody Retention)
{
    public static InfoBody Of(StreamName stream, StreamInfo info) => new(
        stream.ToString(),
        (info.Last with { Sequence = info.FirstSequence }).ToString(),
        info.Last.ToString(),
        info.Count,
        info.Bytes,
        info.Segments,
        info.Leases,
        info.Durability == OrleansSse.Durability.Memory ? "memory" : "stored",
        info.IsCompleted,
        new(info.Retention.MaxEvents, info.Retention.MaxBytes, info.Retention.MaxAge.TotalSeconds));
}
