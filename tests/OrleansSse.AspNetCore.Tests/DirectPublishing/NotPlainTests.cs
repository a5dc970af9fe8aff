using OrleansSse.AspNetCore.DirectPublishing;
using static OrleansSse.AspNetCore.Tests.DirectPublishing.RequestBytes;

namespace OrleansSse.AspNetCore.Tests.DirectPublishing;

/// <summary>What is left to the HTTP server, untouched. Whether it is right or wrong is the server's to say.</summary>
public sealed class NotPlainTests
{
    private readonly DirectPublishParser _parser = new(new());

    [Theory]
    [InlineData("GET /streams/a/events HTTP/1.1")]
    [InlineData("PUT /streams/a/events HTTP/1.1")]
    [InlineData("PATCH /streams/a/events HTTP/1.1")]
    [InlineData("post /streams/a/events HTTP/1.1")]
    [InlineData("POST  /streams/a/events HTTP/1.1")]
    [InlineData(" POST /streams/a/events HTTP/1.1")]
    [InlineData("\r\nPOST /streams/a/events HTTP/1.1")]
    [InlineData("POST http://x/streams/a/events HTTP/1.1")]
    [InlineData("POST /streams/a/events HTTP/1.0")]
    [InlineData("POST /streams/a/events HTTP/2.0")]
    [InlineData("POST /streams/a/events HTTP/1.2")]
    [InlineData("POST /streams/a/events HTTP/1.1 ")]
    [InlineData("POST /streams/a/events http/1.1")]
    [InlineData("POST /streams/a/events")]
    [InlineData("POST /streams/a HTTP/1.1")]
    [InlineData("POST /streams/a/events/ HTTP/1.1")]
    [InlineData("POST /streams/a/Events HTTP/1.1")]
    [InlineData("POST /Streams/a/events HTTP/1.1")]
    [InlineData("POST //streams/a/events HTTP/1.1")]
    [InlineData("POST /streams//events HTTP/1.1")]
    [InlineData("POST /streams/events HTTP/1.1")]
    [InlineData("POST /streams/a/b/events HTTP/1.1")]
    [InlineData("POST /streams/../events HTTP/1.1")]
    [InlineData("POST /streams/./events HTTP/1.1")]
    [InlineData("POST /streams/a%62/events HTTP/1.1")]
    [InlineData("POST /streams/%61/events HTTP/1.1")]
    [InlineData("POST /streams/$a/events HTTP/1.1")]
    [InlineData("POST /streams/a..b/events HTTP/1.1")]
    [InlineData("POST /streams/a./events HTTP/1.1")]
    [InlineData("POST /streams/.a/events HTTP/1.1")]
    [InlineData("POST /streams/a~b/events HTTP/1.1")]
    [InlineData("POST /streams/a*/events HTTP/1.1")]
    [InlineData("POST /streams/\u00e4/events HTTP/1.1")]
    [InlineData("POST /streams/a\0/events HTTP/1.1")]
    [InlineData("POST /streams/a\t/events HTTP/1.1")]
    [InlineData("POST /streams/12345678901234567890123456789012345678901234567890123456789012345/events HTTP/1.1")]
    [InlineData("POST /streams/a/events? HTTP/1.1")]
    [InlineData("POST /streams/a/events?type HTTP/1.1")]
    [InlineData("POST /streams/a/events?Type=b HTTP/1.1")]
    [InlineData("POST /streams/a/events?type=b&type=c HTTP/1.1")]
    [InlineData("POST /streams/a/events?type=b&key=c HTTP/1.1")]
    [InlineData("POST /streams/a/events?key=b HTTP/1.1")]
    [InlineData("POST /streams/a/events?ttl=1 HTTP/1.1")]
    [InlineData("POST /streams/a/events?type=b+c HTTP/1.1")]
    [InlineData("POST /streams/a/events?type=b%20 HTTP/1.1")]
    [InlineData("POST /streams/a/events?type=b?c HTTP/1.1")]
    [InlineData("POST /streams/a/events?type=\u00e4 HTTP/1.1")]
    [InlineData("POST /streams/a/events#type=b HTTP/1.1")]
    public void Another_method_version_path_or_query(string line) => ExpectOther($"{line}\r\n{Host}{TextPlain}Content-Length: 1\r\n\r\n1");

    [Theory]
    [InlineData("Authorization: Bearer x")]
    [InlineData("Cookie: a=b")]
    [InlineData("Origin: http://x")]
    [InlineData("Sec-Fetch-Site: cross-site")]
    [InlineData("Referer: http://x/")]
    [InlineData("Idempotency-Key: k")]
    [InlineData("If-Match: \"00000000-0\"")]
    [InlineData("If-None-Match: *")]
    [InlineData("Expect: 100-continue")]
    [InlineData("Transfer-Encoding: chunked")]
    [InlineData("Transfer-Encoding: identity")]
    [InlineData("Content-Encoding: gzip")]
    [InlineData("Connection: close")]
    [InlineData("Connection: upgrade")]
    [InlineData("Connection: keep-alive, close")]
    [InlineData("Connection:")]
    [InlineData("Upgrade: websocket")]
    [InlineData("X-Forwarded-For: 192.0.2.1")]
    [InlineData("Forwarded: for=192.0.2.1")]
    [InlineData("X-HTTP-Method-Override: DELETE")]
    [InlineData("traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")]
    [InlineData("X: y")]
    [InlineData("Accept-: y")]
    [InlineData("Accep: y")]
    [InlineData("User_Agent: y")]
    [InlineData("User-Agent: \u00e4")]
    [InlineData("User-Agent: a\tb")]
    [InlineData("User-Agent: a\u007fb")]
    [InlineData("User-Agent: a\u0001b")]
    [InlineData("User-Agent: a\0b")]
    [InlineData("User-Agent\u00e4: a")]
    [InlineData("User-Agent : a")]
    [InlineData(" User-Agent: a")]
    [InlineData("User-Agent")]
    [InlineData(": a")]
    [InlineData("User-Agent: a\r\n b")]
    [InlineData("User-Agent: a\r\n\tb")]
    [InlineData("User-Agent: a\rb")]
    [InlineData("User-Agent: a\r")]
    [InlineData("Host: x")]
    [InlineData("host: y")]
    [InlineData("Content-Length: 1")]
    [InlineData("content-length: 2")]
    [InlineData("Content-Type: text/plain")]
    [InlineData("Content-Type: application/json")]
    public void A_header_that_says_more_or_says_it_again(string header)
    {
        ExpectOther($"{Line}{header}\r\n{Host}{TextPlain}Content-Length: 1\r\n\r\n1");
        ExpectOther($"{Line}{Host}{TextPlain}Content-Length: 1\r\n{header}\r\n\r\n1");
    }

    [Theory]
    [InlineData("")]
    [InlineData("x y")]
    [InlineData("x,y")]
    [InlineData("x:")]
    [InlineData("x:y")]
    [InlineData("x:-1")]
    [InlineData("x:80:80")]
    [InlineData(":80")]
    [InlineData("[::1]")]
    [InlineData("user@x")]
    [InlineData("x/y")]
    [InlineData("x%20")]
    [InlineData("\u00e4")]
    [InlineData("*")]
    public void Another_host_than_a_name_and_a_port(string host) => ExpectOther($"{Line}Host: {host}\r\n{TextPlain}Content-Length: 1\r\n\r\n1");

    [Theory]
    [InlineData("")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("1.0")]
    [InlineData("1,1")]
    [InlineData("1 1")]
    [InlineData("0x1")]
    [InlineData("1e0")]
    [InlineData("one")]
    [InlineData("\u00b9")]
    [InlineData("65537")]
    [InlineData("4294967297")]
    [InlineData("99999999999999999999")]
    [InlineData("18446744073709551617")]
    public void Another_length_than_so_many_bytes(string length) => ExpectOther($"{Line}{Host}{TextPlain}Content-Length: {length}\r\n\r\n1");

    [Theory]
    [InlineData("")]
    [InlineData("text")]
    [InlineData("text/html")]
    [InlineData("text/plain2")]
    [InlineData("text/event-stream")]
    [InlineData("application/x-ndjson")]
    [InlineData("application/jsonx")]
    [InlineData("text/plain;")]
    [InlineData("text/plain ;charset=utf-8")]
    [InlineData("text/plain;charset=\"utf-8\"")]
    [InlineData("text/plain;charset=iso-8859-1")]
    [InlineData("text/plain;charset=utf-8;a=b")]
    [InlineData("text/plain,text/plain")]
    [InlineData("text/plain;\tcharset=utf-8")]
    public void Another_content_type(string type) => ExpectOther($"{Line}{Host}Content-Type: {type}\r\nContent-Length: 1\r\n\r\n1");

    [Theory]
    [InlineData("text/plain", "\u00ff")]
    [InlineData("text/plain", "\u00ed\u00a0\u0080")]
    [InlineData("text/plain", "\u00c3")]
    [InlineData("application/json", "")]
    [InlineData("application/json", "{")]
    [InlineData("application/json", "1 2")]
    [InlineData("application/json", "\"\u00ff\"")]
    [InlineData("application/json", "\u00ef\u00bb\u00bf1")]
    public void A_body_that_is_not_what_it_is_said_to_be(string type, string body) =>
        ExpectOther($"{Line}{Host}Content-Type: {type}\r\nContent-Length: {body.Length}\r\n\r\n{body}");

    [Theory]
    [InlineData($"{Line}\r\n")]
    [InlineData($"{Line}{TextPlain}Content-Length: 1\r\n\r\n1")]
    [InlineData($"{Line}{Host}Content-Length: 1\r\n\r\n1")]
    [InlineData($"{Line}{Host}{TextPlain}\r\n1")]
    [InlineData($"\0{Line}{Host}{TextPlain}Content-Length: 1\r\n\r\n1")]
    [InlineData($"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")]
    [InlineData("\u0016\u0003\u0001\u0002\0\u0001")]
    public void Something_is_missing_or_is_no_request(string request) => ExpectOther(request);

    // What a server allows for is its own matter; here it must only be the same for both.
    private void ExpectOther(string request)
    {
        var input = Of($"{request}{Publish("2")}");
        var all = input.Text();

        Assert.Equal(ParseOutcome.Other, _parser.Read(ref input, out _));
        Assert.Equal(all, input.Text());
        input = Of(Publish("2"));
        Assert.Equal(ParseOutcome.Publish, _parser.Read(ref input, out var next));
        Assert.Equal(new EventData("2"), next.Data);
    }
}
