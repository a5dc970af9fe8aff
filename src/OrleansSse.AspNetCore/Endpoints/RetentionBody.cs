namespace OrleansSse.AspNetCore.Endpoints;

/// <summary>A retention as JSON; in a change, what is null or left out returns to the options.</summary>
internal sealed record RetentionBody(long? MaxEvents, long? MaxBytes, double? MaxAgeSeconds);
