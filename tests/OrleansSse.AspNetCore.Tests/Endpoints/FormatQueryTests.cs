using Microsoft.AspNetCore.Http;
using OrleansSse.AspNetCore.Endpoints;
using OrleansSse.AspNetCore.Frames;

namespace OrleansSse.AspNetCore.Tests.Endpoints;

public sealed class FormatQueryTests
{
    [Theory]
    [InlineData("", "a b message")]
    [InlineData("?type=a", "a")]
    [InlineData("?type=a&type=b", "a b")]
    [InlineData("?type=message", "message")]
    [InlineData("?type=", "message")]
    [InlineData("?type=A", "")]
    public void Reads_which_types_are_wanted(string query, string wanted)
    {
        Assert.True(TryRead(query, out var format, out _));

        var frames = Frames("a", "b", null).Where(format!.Wants).Select(static frame => frame.Type ?? "message");
        Assert.Equal(wanted, string.Join(' ', frames));
    }

    [Theory]
    [InlineData("", "id: k3x9f2ab-1\nevent: a\ndata: x\n\n")]
    [InlineData("?envelope=json", "event: a\nid: k3x9f2ab-1\ndata: {\"stream\":\"default\",\"id\":\"k3x9f2ab-1\",\"type\":\"a\",\"time\":\"1970-01-01T00:00:00.000Z\",\"data\":\"x\"}\n\n")]
    [InlineData("?envelope=message", "id: k3x9f2ab-1\ndata: {\"stream\":\"default\",\"id\":\"k3x9f2ab-1\",\"type\":\"a\",\"time\":\"1970-01-01T00:00:00.000Z\",\"data\":\"x\"}\n\n")]
    public void Reads_in_what_form(string query, string expected)
    {
        Assert.True(TryRead(query, out var format, out _));

        Assert.Equal(System.Text.Encoding.UTF8.GetBytes(expected), format!.Bytes(Frames("a")[0]).ToArray());
    }

    [Theory]
    [InlineData("", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36", "id: k3x9f2ab-1\n\n")]
    [InlineData("?type=a&envelope=json", "curl/8.5.0", "id: k3x9f2ab-1\n\n")]
    [InlineData("", null, "id: k3x9f2ab-1\n\n")]
    [InlineData("", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "id: k3x9f2ab-1\nevent: $position\ndata: \n\n")]
    [InlineData("?envelope=message", null, "id: k3x9f2ab-1\nevent: $position\ndata: \n\n")]
    public void Tells_the_position_by_an_event_where_a_block_of_an_id_only_would_be_passed_over(string query, string? userAgent, string expected)
    {
        Assert.True(TryRead(query, out var format, out _, userAgent));

        Assert.Equal(expected, System.Text.Encoding.UTF8.GetString(format!.Position(StreamPosition.Parse("k3x9f2ab-1")).Span));
    }

    [Theory]
    [InlineData("?envelope=xml", "invalid_envelope")]
    [InlineData("?envelope=json&envelope=json", "invalid_envelope")]
    [InlineData("?type=a%0Ab", "invalid_event_type")]
    [InlineData("?type=a&type=%00", "invalid_event_type")]
    public void Refuses_nonsense(string query, string code)
    {
        Assert.False(TryRead(query, out _, out var actual));

        Assert.Equal(code, actual);
    }

    private static Frame[] Frames(params string?[] types) => Frame.EncodeAll(
        StreamName.Default, [.. types.Select(static (type, i) => new StreamEvent(StreamPosition.Parse("k3x9f2ab-0") with { Sequence = i + 1 }, 0, new("x", type)))]);

    private static bool TryRead(string query, out FrameFormat? format, out string? code, string? userAgent = null)
    {
        var request = new DefaultHttpContext().Request;
        request.QueryString = new(query);
        request.Headers.UserAgent = userAgent;
        return FormatQuery.TryRead(request, out format, out code, out _);
    }
}
