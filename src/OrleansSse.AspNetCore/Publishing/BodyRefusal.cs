namespace OrleansSse.AspNetCore.Publishing;

/// <summary>Why a request's body is not read on.</summary>
/// <param name="Code">One of <see cref="ErrorCodes"/>.</param>
/// <param name="Message">What is wrong and how to mend it.</param>
/// <param name="Line">The line at fault, from 1; null when the body is not read by lines.</param>
internal sealed record BodyRefusal(string Code, string Message, long? Line);
