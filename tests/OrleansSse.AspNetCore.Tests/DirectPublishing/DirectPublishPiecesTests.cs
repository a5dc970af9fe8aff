using OrleansSse.AspNetCore.DirectPublishing;
using static OrleansSse.AspNetCore.Tests.DirectPublishing.RequestBytes;

namespace OrleansSse.AspNetCore.Tests.DirectPublishing;

/// <summary>A request is the same however its bytes arrive and lie in memory.</summary>
public sealed class DirectPublishPiecesTests
{
    private const string Request =
        $"POST /streams/orders.eu/events?type=tick HTTP/1.1\r\nHost: localhost:8080\r\nUser-Agent: x\r\n"
        + "Content-Type: application/json; charset=utf-8\r\nContent-Length: 7\r\n\r\n{\"a\":1}";

    private readonly DirectPublishParser _parser = new(new());

    [Fact]
    public void Every_part_of_a_request_from_its_beginning_may_become_one()
    {
        for (var length = 0; length < Request.Length; length++)
        {
            var input = Of(Request[..length]);
            Assert.Equal((length, ParseOutcome.Incomplete), (length, _parser.Read(ref input, out _)));
            Assert.Equal(Request[..length], input.Text());
        }
    }

    [Fact]
    public void Two_cuts_anywhere_change_nothing()
    {
        const string Next = "GET /";
        for (var first = 0; first <= Request.Length + Next.Length; first++)
        {
            for (var second = first; second <= Request.Length + Next.Length; second++)
            {
                var input = Of(Request + Next, first, second);
                Assert.Equal((first, second, ParseOutcome.Publish), (first, second, _parser.Read(ref input, out var publish)));
                Assert.Equal((StreamName.Parse("orders.eu"), new EventData("{\"a\":1}", "tick")), (publish.Stream, publish.Data));
                Assert.Equal(Next, input.Text());
            }
        }
    }

    [Fact]
    public void What_lies_in_pieces_of_a_byte_is_as_plain()
    {
        var input = Of(Request + Request, [.. Enumerable.Range(1, (2 * Request.Length) - 1)]);

        Assert.Equal(ParseOutcome.Publish, _parser.Read(ref input, out _));
        Assert.Equal(Request, input.Text());
        Assert.Equal(ParseOutcome.Publish, _parser.Read(ref input, out var publish));
        Assert.Equal(new EventData("{\"a\":1}", "tick"), publish.Data);
        Assert.True(input.IsEmpty);
    }

    [Theory]
    [InlineData("Authorization: x\r\n")]
    [InlineData("Content-Length: 1\r\nContent-Length: 1\r\n")]
    [InlineData("Host: x\r\n y\r\n")]
    [InlineData("nonsense\r\n")]
    public void A_cut_does_not_make_a_request_plain(string headers)
    {
        var request = $"{Line}{headers}{Host}{TextPlain}Content-Length: 1\r\n\r\n1";
        for (var cut = 0; cut <= request.Length; cut++)
        {
            var part = Of(request[..cut]);
            Assert.NotEqual((cut, ParseOutcome.Publish), (cut, _parser.Read(ref part, out _)));
            var whole = Of(request, cut);
            Assert.Equal((cut, ParseOutcome.Other), (cut, _parser.Read(ref whole, out _)));
            Assert.Equal(request, whole.Text());
        }
    }

    [Theory]
    [InlineData("POST /streams/a/events HTTP/1.0\r\n")]
    [InlineData("POST /streams/$a/events HTTP/1.1\r\n")]
    [InlineData($"{Line}Authorization: x\r\n")]
    [InlineData($"{Line}{Host}Content-Length: 65537\r\n")]
    [InlineData("POST /stream/")]
    [InlineData("G")]
    public void Nothing_is_waited_for_once_it_is_known(string beginning)
    {
        var input = Of(beginning);

        Assert.Equal(ParseOutcome.Other, _parser.Read(ref input, out _));
    }
}
