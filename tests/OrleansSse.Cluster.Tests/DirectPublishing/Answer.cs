using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OrleansSse.Cluster.Tests.DirectPublishing;

/// <summary>One answer of a server, without what is left to chance.</summary>
internal sealed partial record Answer(string Status, string Body)
{
    /// <summary>All answers of a connection.</summary>
    public static List<Answer> ReadAll(string text)
    {
        List<Answer> answers = [];
        for (var rest = text; rest.Length > 0;)
        {
            var end = rest.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            Assert.True(end > 0, $"No answer: {rest}");
            var lines = rest[..end].Split("\r\n");
            var headers = lines[1..].Select(static line => line.Split(": ", 2)).ToDictionary(static parts => parts[0], static parts => parts[1], StringComparer.OrdinalIgnoreCase);
            rest = rest[(end + 4)..];
            // Whether it is sent depends on how much of the body is there already.
            if (lines[0] == "HTTP/1.1 100 Continue") continue;
            var body = headers.TryGetValue("Content-Length", out var length) ? Take(ref rest, int.Parse(length, CultureInfo.InvariantCulture))
                : headers.ContainsKey("Transfer-Encoding") ? TakeChunks(ref rest)
                : Take(ref rest, rest.Length);
            answers.Add(new(lines[0], Normalized(body)));
        }

        return answers;
    }

    private static string Take(ref string rest, int count)
    {
        Assert.True(count <= rest.Length, $"{count} bytes of {rest}");
        var taken = rest[..count];
        rest = rest[count..];
        return taken;
    }

    private static string TakeChunks(ref string rest)
    {
        var body = "";
        for (var count = -1; count != 0;)
        {
            var line = Take(ref rest, rest.IndexOf("\r\n", StringComparison.Ordinal) + 2);
            count = int.Parse(line.TrimEnd(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            body += Take(ref rest, count + 2)[..count];
        }

        return body;
    }

    private static string Normalized(string body)
    {
        if (body.Length == 0) return body;
        var json = JsonNode.Parse(body)!.AsObject();
        json.Remove("traceId");
        // The framework adds it for who accepts JSON.
        json.Remove("type");
        return Id().Replace(json.ToJsonString(), "epoch-");
    }

    [GeneratedRegex("[0-9a-z]{8}-")]
    private static partial Regex Id();
}
