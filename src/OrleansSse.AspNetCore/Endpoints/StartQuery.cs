using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace OrleansSse.AspNetCore.Endpoints;

/// <summary>Where a request wants to start.</summary>
/// <param name="Start">The start.</param>
/// <param name="HasUnknownId">True if the <c>Last-Event-ID</c> is no event id of ours.</param>
internal readonly record struct StartQuery(StreamStart Start, bool HasUnknownId)
{
    private const string HeaderName = "Last-Event-ID";
    private const string SnapshotName = "snapshot";

    /// <summary>
    /// Reads <c>Last-Event-ID</c>, else <c>lastEventId=</c>, else <c>from=</c>, else the given default. A browser repeats the URL when it
    /// reconnects, so what it has seen since goes before what the page asked for first.
    /// </summary>
    public static bool TryRead(
        HttpRequest request, StreamStart byDefault, out StartQuery start, [NotNullWhen(false)] out string? refusal)
    {
        refusal = null;
        var lastId = request.Headers[HeaderName].ToString();
        if (lastId.Length == 0) lastId = request.Query["lastEventId"].ToString();
        if (lastId.Length > 0)
        {
            start = StreamPosition.TryParse(lastId, out var position) ? new(StreamStart.After(position), false) : new(StreamStart.Latest, true);
            return true;
        }

        start = new(byDefault, false);
        var from = request.Query["from"];
        if (from.Count == 0) return true;
        if (from.Count == 1 && TryParse(from[0]!, out var asked))
        {
            start = new(asked, false);
            return true;
        }

        refusal = "from is 'earliest', 'latest', 'snapshot', a negative count as -50, an event id, an ISO 8601 time with its offset as 2026-01-31T12:00:00Z, "
            + "or a time in Unix milliseconds; and it is given once.";
        return false;
    }

    /// <summary>The <c>from=</c> of a further page.</summary>
    public static string Format(StreamStart next) => next.Kind == StreamStartKind.Snapshot
        ? string.Create(CultureInfo.InvariantCulture, $"{SnapshotName}:{next.Position}:{next.Value}")
        : next.Position.ToString();

    private static bool TryParse(string text, out StreamStart start)
    {
        start = default;
        // The platform's parser of numbers lets NULs trail.
        if (text.Contains('\0')) return false;
        if (text == "earliest") start = StreamStart.Earliest;
        else if (text == "latest") start = StreamStart.Latest;
        else if (text.StartsWith(SnapshotName, StringComparison.Ordinal)) return TryParseSnapshot(text[SnapshotName.Length..], out start);
        else if (StreamPosition.TryParse(text, out var position)) start = StreamStart.After(position);
        else if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            if (text[0] == '-' && number is < 0 and > -1_000_000_000) start = StreamStart.Recent(-number);
            else if (char.IsAsciiDigit(text[0]) && number <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
                start = StreamStart.Since(DateTimeOffset.FromUnixTimeMilliseconds(number));
            else return false;
        }
        else if (TryParseTime(text, out var time)) start = StreamStart.Since(time);
        else return false;
        return true;
    }

    private static bool TryParseSnapshot(string rest, out StreamStart start)
    {
        start = StreamStart.Snapshot;
        if (rest.Length == 0) return true;
        if (rest.Split(':') is not ["", var page, var began]
            || !StreamPosition.TryParse(page, out var position)
            || !long.TryParse(began, NumberStyles.None, CultureInfo.InvariantCulture, out var last)) return false;
        start = start with { Position = position, Value = last };
        return true;
    }

    // A '+' of the offset that was not percent-encoded arrives as a space.
    private static bool TryParseTime(string text, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        text.Replace(' ', '+'),
        ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd"],
        CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal,
        out time);
}
