using Microsoft.AspNetCore.Http;
using OrleansSse.AspNetCore.Endpoints;

namespace OrleansSse.AspNetCore.Tests.Endpoints;

public sealed class StartQueryTests
{
    [Theory]
    [InlineData("", StreamStartKind.Latest, "00000000-0", 0)]
    [InlineData("?from=latest", StreamStartKind.Latest, "00000000-0", 0)]
    [InlineData("?from=earliest", StreamStartKind.Earliest, "00000000-0", 0)]
    [InlineData("?from=snapshot", StreamStartKind.Snapshot, "00000000-0", 0)]
    [InlineData("?from=snapshot:k3x9f2ab-17:40", StreamStartKind.Snapshot, "k3x9f2ab-17", 40)]
    [InlineData("?lastEventId=k3x9f2ab-17&from=snapshot", StreamStartKind.After, "k3x9f2ab-17", 0)]
    [InlineData("?from=-50", StreamStartKind.Recent, "00000000-0", 50)]
    [InlineData("?from=k3x9f2ab-17", StreamStartKind.After, "k3x9f2ab-17", 0)]
    [InlineData("?from=00000000-0", StreamStartKind.After, "00000000-0", 0)]
    [InlineData("?from=1769860800000", StreamStartKind.Since, "00000000-0", 1769860800000)]
    [InlineData("?from=2026-01-31T12:00:00Z", StreamStartKind.Since, "00000000-0", 1769860800000)]
    [InlineData("?from=2026-01-31T13:00:00%2B01:00", StreamStartKind.Since, "00000000-0", 1769860800000)]
    [InlineData("?from=2026-01-31T13:00:00+01:00", StreamStartKind.Since, "00000000-0", 1769860800000)]
    [InlineData("?from=2026-01-31T12:00", StreamStartKind.Since, "00000000-0", 1769860800000)]
    [InlineData("?from=2026-01-31", StreamStartKind.Since, "00000000-0", 1769817600000)]
    [InlineData("?lastEventId=k3x9f2ab-17&from=earliest", StreamStartKind.After, "k3x9f2ab-17", 0)]
    public void Reads_where_to_start(string query, StreamStartKind kind, string position, long value)
    {
        Assert.True(TryRead(query, null, out var start, out _));

        Assert.Equal(new(new(kind, StreamPosition.Parse(position), value), false), start);
    }

    [Fact]
    public void What_a_browser_has_seen_goes_before_what_the_page_asked_for_first()
    {
        Assert.True(TryRead("?lastEventId=k3x9f2ab-1&from=earliest", "k3x9f2ab-17", out var start, out _));

        Assert.Equal(StreamStart.After(StreamPosition.Parse("k3x9f2ab-17")), start.Start);
    }

    [Fact]
    public void What_a_page_says_to_go_on_with_is_where_it_goes_on()
    {
        var next = StreamStart.Snapshot with { Position = StreamPosition.Parse("k3x9f2ab-17"), Value = 40 };

        Assert.Equal("snapshot:k3x9f2ab-17:40", StartQuery.Format(next));
        Assert.True(TryRead("?from=snapshot:k3x9f2ab-17:40", null, out var start, out _));
        Assert.Equal(next, start.Start);
        Assert.Equal("k3x9f2ab-17", StartQuery.Format(StreamStart.After(next.Position)));
    }

    [Theory]
    [InlineData("17")]
    [InlineData("k3x9f2ab-017")]
    [InlineData("K3X9F2AB-17")]
    [InlineData("k3x9f2ab-9223372036854775807")]
    public void A_last_event_id_that_is_none_of_ours_is_never_a_failure(string lastId)
    {
        Assert.True(TryRead("?from=earliest", lastId, out var start, out _));

        Assert.Equal(new(StreamStart.Latest, true), start);
    }

    [Theory]
    [InlineData("?from=")]
    [InlineData("?from=soon")]
    [InlineData("?from=snapshots")]
    [InlineData("?from=snapshot:")]
    [InlineData("?from=snapshot:k3x9f2ab-17")]
    [InlineData("?from=snapshot:k3x9f2ab-17:")]
    [InlineData("?from=snapshot:k3x9f2ab-17:-1")]
    [InlineData("?from=snapshot:k3x9f2ab-17:1%00")]
    [InlineData("?from=snapshot:x:1")]
    [InlineData("?from=snapshot:k3x9f2ab-17:1:1")]
    [InlineData("?from=-0")]
    [InlineData("?from=-1000000000")]
    [InlineData("?from=%2B5")]
    [InlineData("?from=99999999999999999")]
    [InlineData("?from=99999999999999999999")]
    [InlineData("?from=2026-13-01")]
    [InlineData("?from=-50%00")]
    [InlineData("?from=latest&from=earliest")]
    public void Refuses_nonsense(string query)
    {
        Assert.False(TryRead(query, null, out _, out var refusal));

        Assert.StartsWith("from is 'earliest', 'latest', 'snapshot', a negative count", refusal, StringComparison.Ordinal);
    }

    private static bool TryRead(string query, string? lastId, out StartQuery start, out string? refusal)
    {
        var request = new DefaultHttpContext().Request;
        request.QueryString = new(query);
        if (lastId is not null) request.Headers["Last-Event-ID"] = lastId;
        return StartQuery.TryRead(request, StreamStart.Latest, out start, out refusal);
    }
}
