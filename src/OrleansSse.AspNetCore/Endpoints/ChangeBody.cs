namespace OrleansSse.AspNetCore.Endpoints;

/// <summary>What a PATCH of a stream changes.</summary>
internal sealed record ChangeBody(RetentionBody? Retention);
