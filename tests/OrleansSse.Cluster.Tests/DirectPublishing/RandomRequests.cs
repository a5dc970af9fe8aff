namespace OrleansSse.Cluster.Tests.DirectPublishing;

/// <summary>
/// What clients may send over a connection: mostly plain publishes, and all that looks like one. A character is a byte, except for
/// <see cref="Streams"/>. A server that has dealt with it closes the connection.
/// </summary>
internal sealed class RandomRequests(int seed)
{
    private static readonly string[] Bodies = ["", "1", "hello", "[1,2]", "\"\u00c3\u00a4\"", "{\"a\":", "\u00ff", "a\r\n\r\nb", "1 2", "null", new('x', 40)];

    private static readonly string[] Types =
    [
        "text/plain", "text/plain", "text/plain; charset=utf-8", "TEXT/plain;charset=UTF-8", "application/json", "application/json; charset=utf-8",
        "text/html", "text/event-stream", "application/x-ndjson", "text/plain; charset=iso-8859-1", "text/plain;", "nonsense", "",
    ];

    private static readonly string[] Harmless =
    [
        "User-Agent: x", "Accept: */*", "accept: application/json", "Accept-Encoding: identity", "Accept-Language: de", "Connection: keep-alive",
        "connection:Keep-Alive ", "User-Agent:", "ACCEPT:a",
    ];

    private static readonly string[] Others =
    [
        "Authorization: x", "Cookie: a=b", "Origin: http://x", "Origin: http://elsewhere", "Sec-Fetch-Site: cross-site", "Idempotency-Key: k", "Idempotency-Key:",
        "If-Match: \"00000000-0\"", "If-Match: *", "Expect: 100-continue", "Expect: x", "Transfer-Encoding: chunked", "Transfer-Encoding: gzip", "Content-Length: 3",
        "Content-Length: +1", "Content-Length: 1, 1", "Content-Type: text/plain", "Host: x", "Host:", "Host: a b", "Connection: close", "Connection: keep-alive, x", "Connection:",
        "X-Forwarded-For: 192.0.2.1", "X: \u00e4", "User-Agent: \u00e4", "User-Agent: a\tb", "User-Agent : a", "User-Agent", ": a", " User-Agent: a", "\tx", "User-Agent: \0",
        "Accept: a\rb", "Content-Encoding: gzip", "Keep-Alive: timeout=5", "Upgrade: h2c", "Trailer: x",
    ];

    private static readonly string[] Hosts = ["x", "localhost:80", "127.0.0.1", "a_b", "", "x:", "x:y", "x:99999", "[::1]", "[::1]:80", "x y", "x/y", "a,b", "*", "-", ".", "x:0"];

    private static readonly string[] Lengths = ["", "+1", "-1", "01", "0x1", "1 ", " 1", "1 1", "99999999999999999999", "1.0", "\u00b9"];

    private static readonly string[] Lines =
    [
        "PUT /streams/{0}/events HTTP/1.1", "post /streams/{0}/events HTTP/1.1", "POST /streams/{0}/events HTTP/1.0", "POST /streams/{0}/events HTTP/1.2", "POST /streams/{0}/events HTTP/2.0",
        "POST  /streams/{0}/events HTTP/1.1", "POST /streams/{0}/events", "POST /streams/{0}/events HTTP/1.1 ", "POST /streams/{0}/events/ HTTP/1.1", "POST /streams/{0}/EVENTS HTTP/1.1",
        "POST /Streams/{0}/events HTTP/1.1", "POST /streams/%61{0}/events HTTP/1.1", "POST /streams/${0}/events HTTP/1.1", "POST /streams/{0}./events HTTP/1.1",
        "POST /streams/../streams/{0}/events HTTP/1.1", "POST /streams/./{0}/events HTTP/1.1", "POST /streams/{0}/x/events HTTP/1.1", "POST /streams//events HTTP/1.1",
        "POST http://x/streams/{0}/events HTTP/1.1", "POST /streams/{0} HTTP/1.1", "POST * HTTP/1.1", "POST /streams/{0}/events#a HTTP/1.1", "POST /streams/{0}/events\0 HTTP/1.1",
    ];

    private static readonly string[] Queries =
        ["?type=", "?type=a", "?type=A.b-c_9", "?type=a%20b", "?type=a+b", "?Type=a", "?type=a&type=b", "?key=k", "?ttl=60", "?ttl=x", "?type=a&key=k", "?", "??type=a", "?type=\u00e4", "?type=a=b"];

    private readonly Random _random = new(seed);

    /// <summary>They stand for names of streams, so that none is changed by chance.</summary>
    public static string[] Streams { get; } = ["\uE000", "\uE001", "\uE002"];

    public string Next()
    {
        var requests = string.Concat(Enumerable.Range(0, _random.Next(1, 8)).Select(_ => Request()));
        // More than what any length in a request can have a server take for a body; it ends the connection wherever it begins to read.
        return requests + string.Concat(Enumerable.Repeat($"PUT /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", 50));
    }

    /// <summary>Where to cut something of so many bytes.</summary>
    public int[] Cuts(int length) => [.. Enumerable.Range(0, _random.Next(4)).Select(_ => _random.Next(length)).Order(), length];

    private string Request()
    {
        var (body, type) = (Pick(Bodies), Is(10) ? Pick(Types) : Pick(Types[..6]));
        if (type.StartsWith("app", StringComparison.Ordinal) && !Is(10)) body = "[1,2]";
        var line = $"POST /streams/{{0}}/events{(Is(3) ? "" : "?type=t")} HTTP/1.1";
        if (Is(20)) line = Pick(Lines);
        else if (Is(15)) line = $"POST /streams/{{0}}/events{Pick(Queries)} HTTP/1.1";
        List<string> headers =
        [
            $"Host: {(Is(20) ? Pick(Hosts) : Pick(Hosts[..3]))}",
            $"Content-Type: {type}",
            $"Content-Length: {(Is(30) ? Pick(Lengths) : $"{body.Length + (Is(30) ? _random.Next(-1, 50) : 0)}")}",
        ];
        while (Is(2)) headers.Add(Pick(Harmless));
        if (Is(12)) headers.Add(Pick(Others));
        if (Is(40)) headers.RemoveAt(_random.Next(headers.Count));
        if (Is(40)) headers.Add(Pick([.. headers]));
        var shuffled = headers.ToArray();
        _random.Shuffle(shuffled);
        if (Is(3)) shuffled = Array.ConvertAll(shuffled, InAnotherCase);
        var request = $"{string.Format(null, line, Pick(Streams))}\r\n{string.Concat(shuffled.Select(header => $"{header}{(Is(80) ? "\n" : "\r\n")}"))}\r\n{body}";
        return Is(15) ? WithAnotherByte(request) : request;
    }

    private string InAnotherCase(string header)
    {
        var colon = Math.Max(0, header.IndexOf(':', StringComparison.Ordinal));
        return (Is(2) ? header[..colon].ToLowerInvariant() : header[..colon].ToUpperInvariant()) + header[colon..];
    }

    private string WithAnotherByte(string request)
    {
        var at = _random.Next(request.Length);
        return _random.Next(3) switch
        {
            _ when char.IsBetween(request[at], Streams[0][0], Streams[^1][0]) => request,
            0 => request.Remove(at, 1),
            1 => request.Insert(at, $"{(char)_random.Next(256)}"),
            _ => request[..at] + (char)_random.Next(256) + request[(at + 1)..],
        };
    }

    private bool Is(int oneOf) => _random.Next(oneOf) == 0;

    private string Pick(string[] texts) => texts[_random.Next(texts.Length)];
}
