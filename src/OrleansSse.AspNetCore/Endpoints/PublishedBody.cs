namespace OrleansSse.AspNetCore.Endpoints;

/// <summary>The ids of published events, as JSON; null when a streaming body had none.</summary>
internal sealed record PublishedBody(string? First, string? Last, long Count);
