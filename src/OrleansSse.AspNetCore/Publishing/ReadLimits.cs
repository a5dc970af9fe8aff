namespace OrleansSse.AspNetCore.Publishing;

/// <summary>How much a reader of events takes at a time.</summary>
/// <param name="EventBytes">The most bytes of data, type and key that an event may have; default 256 KiB.</param>
/// <param name="BatchEvents">The most events in a batch; default 1,024.</param>
/// <param name="BatchBytes">The most bytes of data, types and keys in a batch of more than one event; default 1 MiB.</param>
internal sealed record ReadLimits(int EventBytes = 256 * 1024, int BatchEvents = 1024, int BatchBytes = 1024 * 1024);
