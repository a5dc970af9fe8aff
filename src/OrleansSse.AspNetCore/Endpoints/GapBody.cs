namespace OrleansSse.AspNetCore.Endpoints;

/// <summary>What a page of history lacks, as JSON.</summary>
internal sealed record GapBody(string After, string FirstKept);
