using System.Globalization;
using System.Text;
using System.Text.Json;

namespace OrleansSse.AspNetCore.Frames;

/// <summary>The blocks that the service itself says to a subscriber.</summary>
internal static class ServiceFrames
{
    /// <summary>An empty comment: fires nothing, moves nothing, keeps the connection alive.</summary>
    public static ReadOnlyMemory<byte> Heartbeat { get; } = ":\n\n"u8.ToArray();

    /// <summary>Moves the subscriber's position and fires nothing (standard, 9.2.6: no data, no event).</summary>
    public static byte[] Position(StreamPosition position) => Utf8($"id: {position}\n\n");

    /// <summary>Moves the subscriber's position by an event without data, of a type that nobody need listen to.</summary>
    public static byte[] PositionEvent(StreamPosition position) => FrameEncoder.Encode(position, "$position", default);

    /// <summary>Sets the reconnection time.</summary>
    public static byte[] Retry(TimeSpan retry) => Utf8($"retry: {Milliseconds(retry)}\n\n");

    /// <summary>An <c>error</c> event.</summary>
    /// <param name="code">One of <see cref="ErrorCodes"/>.</param>
    /// <param name="message">What happened and how to mend it.</param>
    /// <param name="id">Where the subscriber stands after it; null: where it stood before.</param>
    public static byte[] Error(string code, string message, StreamPosition? id = null) =>
        Error(new ErrorBody(code, message), id);

    /// <summary>The <c>end</c> event, after which nothing follows and the response ends.</summary>
    /// <param name="last">The stream's last event.</param>
    public static byte[] End(StreamPosition last) =>
        FrameEncoder.Encode(last, "end", Json(new("completed", "The stream is completed; nothing follows.", Last: last.ToString())));

    /// <summary>The <c>error</c> event that tells of a gap, a deletion too.</summary>
    /// <param name="gap">What is missing.</param>
    /// <param name="id">Where the subscriber stands after it; null: where it stood before.</param>
    public static byte[] Gap(StreamGap gap, StreamPosition? id = null) =>
        Error(
            new ErrorBody(
                gap.IsDeletion ? ErrorCodes.Deleted : ErrorCodes.Gap,
                gap.IsDeletion
                    ? $"The stream was deleted; it goes on with {gap.FirstKept}. Load anew what depends on its events."
                    : $"Events after {gap.After} no longer exist; the stream goes on with {gap.FirstKept}. Load anew what depends on them.",
                gap.After.ToString(),
                gap.FirstKept.ToString(),
                gap.Last.ToString()),
            id);

    /// <summary>The <c>error</c> event that tells that a <c>Last-Event-ID</c> is no event id, and what was missed is not known.</summary>
    /// <param name="id">Where the subscriber stands after it: at the head.</param>
    public static byte[] UnknownId(StreamPosition id) =>
        Error(
            new ErrorBody(
                ErrorCodes.Gap,
                $"The last event id is not an event id of this stream, so what was missed is not known; the stream goes on after {id}. Load anew what depends on it.",
                Last: id.ToString()),
            id);

    private static byte[] Error(ErrorBody body, StreamPosition? id) =>
        FrameEncoder.Encode(id, "error", Json(body));

    private static byte[] Json(ErrorBody body) => JsonSerializer.SerializeToUtf8Bytes(body, ErrorJson.Web.ErrorBody);

    private static long Milliseconds(TimeSpan retry)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(retry, TimeSpan.Zero);
        return (long)retry.TotalMilliseconds;
    }

    private static byte[] Utf8(FormattableString text) => Encoding.UTF8.GetBytes(text.ToString(CultureInfo.InvariantCulture));
}
