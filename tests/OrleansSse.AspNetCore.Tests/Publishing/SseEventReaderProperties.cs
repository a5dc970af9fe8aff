using System.Net.ServerSentEvents;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using OrleansSse.AspNetCore.Frames;
using OrleansSse.AspNetCore.Publishing;

namespace OrleansSse.AspNetCore.Tests.Publishing;

public sealed class SseEventReaderProperties
{
    private static readonly Gen<string> Lines = Gen.Frequency(
        (4, Gen.Constant("")),
        (5, Gen.Elements("data", "data:", "data: ", "data:  x", "data: a:b", "data:é😀", "data: \u2028\u0085\f\0\uFEFF")),
        (2, Gen.Elements("event", "event:", "event: note", "event:  x", "event:grüße\u2029")),
        (2, Gen.Elements(":", ": comment", ":data: x", "id: 1", "retry: 5", "x: y", "x", " data: x", "datax: y", "data : z", "DATA: x")));

    [Property(MaxTest = 1000)]
    public Property Reads_what_the_standard_says_in_whatever_pieces_the_body_arrives()
    {
        var ended =
            from line in Lines
            from end in Gen.Elements("\r", "\n", "\r\n")
            select line + end;
        var cases =
            from mark in Gen.Frequency((4, Gen.Constant("")), (1, Gen.Constant("\uFEFF")))
            from lines in ended.ArrayOf()
            from last in Lines
            from sizes in Generators.ChunkSizes
            select (body: mark + string.Concat(lines) + last, sizes);

        return Prop.ForAll(cases.ToArbitrary(), async given =>
        {
            var expected = Parse(given.body);
            var losesOne = Parse(given.body + "\n\n").Count > expected.Count;

            var reading = await Reading.OfAsync(
                Encoding.UTF8.GetBytes(given.body), given.sizes, pipe => new SseEventReader(pipe, new()));

            Assert.Equal(expected, reading.Pairs);
            Assert.Equal(losesOne ? ErrorCodes.IncompleteEvent : null, reading.Refusal?.Code);
        });
    }

    [Property(MaxTest = 500)]
    public Property Reads_the_services_own_frames()
    {
        var cases =
            from events in Generators.StreamEvent.ArrayOf()
            from sizes in Generators.ChunkSizes
            select (events, sizes);

        return Prop.ForAll(cases.ToArbitrary(), async given =>
        {
            var body = given.events.SelectMany(FrameEncoder.Encode).ToArray();

            var reading = await Reading.OfAsync(body, given.sizes, pipe => new SseEventReader(pipe, new()));

            Assert.Null(reading.Refusal);
            Assert.Equal(
                given.events.Select(sent => new EventData(Generators.AsReceived(sent.Data.Text), sent.Type)), reading.Events);
        });
    }

    /// <summary>
    /// The steps of the standard (9.2.6), without regard to speed. The platform's parser is a witness for the data only:
    /// it keeps the type of a block without data for the next one.
    /// </summary>
    private static List<(string? Type, string Data)> Parse(string body)
    {
        var lines = Generators.AsReceived(body.StartsWith('\uFEFF') ? body[1..] : body).Split('\n');
        var events = new List<(string?, string)>();
        var (type, data) = ("", "");
        foreach (var line in lines[..^1])
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var (field, value) = colon < 0 ? (line, "") : (line[..colon], line[(colon + 1)..]);
            if (value.StartsWith(' ')) value = value[1..];
            if (field == "event") type = value;
            if (field == "data") data += value + "\n";
            if (line.Length > 0) continue;
            if (data.Length > 0) events.Add((type.Length == 0 ? null : type, data[..^1]));
            (type, data) = ("", "");
        }

        var witness = SseParser.Create(new MemoryStream(Encoding.UTF8.GetBytes(body))).Enumerate();
        Assert.Equal(witness.Select(item => item.Data), events.Select(e => e.Item2));
        return events;
    }
}
