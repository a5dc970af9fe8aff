namespace OrleansSse.AspNetCore.Frames;

/// <summary>The data of an <c>error</c> or <c>end</c> event.</summary>
internal sealed record ErrorBody(
    string Code, string Message, string? After = null, string? FirstKept = null, string? Last = null);
