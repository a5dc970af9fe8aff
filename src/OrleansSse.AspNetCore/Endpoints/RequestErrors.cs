namespace OrleansSse.AspNetCore.Endpoints;

/// <summary>Stable codes of errors that only HTTP has.</summary>
internal static class RequestErrors
{
    public const string InvalidStart = "invalid_start";
    public const string InvalidEnvelope = "invalid_envelope";
    public const string InvalidLimit = "invalid_limit";
    public const string InvalidChange = "invalid_change";
    public const string InvalidPrecondition = "invalid_precondition";
    public const string BodyTooLarge = "body_too_large";
    public const string IncompleteBody = "incomplete_body";
    public const string InvalidRequest = "invalid_request";
    public const string NotFound = "not_found";
    public const string MethodNotAllowed = "method_not_allowed";
    public const string OneStreamOnly = "one_stream_only";
    public const string ReservedStream = "reserved_stream";
    public const string OtherOrigin = "other_origin";
    public const string UnexpectedLast = "unexpected_last";
    public const string UnsupportedContentType = "unsupported_content_type";
    public const string NotAcceptable = "not_acceptable";
}
