using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using OrleansSse.AspNetCore.Publishing;

namespace OrleansSse.AspNetCore.Tests.Publishing;

public sealed class NdjsonEventReaderProperties
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Gen<string> Space = Gen.Elements("", "", " ", "\t ");

    /// <summary>A line and the event that it says; null for a blank one.</summary>
    private static readonly Gen<(string Line, EventData? Event)> Lines = Gen.Frequency(
        (8, Gen.OneOf(Strings(), Values())),
        (1, Space.Select(space => (space, (EventData?)null))));

    private static readonly Gen<(string Line, string Code)> BadLines = Gen.Elements(
        ("{", ErrorCodes.InvalidJson),
        ("}", ErrorCodes.InvalidJson),
        ("{}", ErrorCodes.InvalidEvent),
        ("[{\"data\":1}]", ErrorCodes.InvalidEvent),
        ("{\"data\":1,\"x\":1}", ErrorCodes.InvalidEvent),
        ("{\"data\":\"\\udfff\"}", ErrorCodes.InvalidUtf8),
        ("{\"type\":\"\\n\",\"data\":1}", ErrorCodes.InvalidEventType),
        ("{\"data\":\"" + new string('x', 300) + "\"}", ErrorCodes.EventTooLarge),
        ("{\"data\":\"" + new string('x', 9000) + "\"}", ErrorCodes.EventTooLarge));

    [Property(MaxTest = 500)]
    public Property Every_line_is_read_in_whatever_pieces_it_arrives()
    {
        var cases =
            from mark in Gen.Elements("", "\uFEFF")
            from lines in Lines.ArrayOf()
            from ends in Gen.Elements("\n", "\r\n").ArrayOf(lines.Length)
            from isLastEnded in Gen.Elements(true, false)
            from sizes in Generators.ChunkSizes
            select (body: mark + Join(lines.Select(line => line.Line), ends, isLastEnded), events: lines.Select(line => line.Event).OfType<EventData>(), sizes);

        return Prop.ForAll(cases.ToArbitrary(), async given =>
        {
            var reading = await ReadAsync(given.body, given.sizes, new());

            Assert.Null(reading.Refusal);
            Assert.Equal(given.events, reading.Events);
        });
    }

    [Property(MaxTest = 500)]
    public Property Everything_before_a_bad_line_is_read_and_the_line_is_named_in_whatever_pieces_it_arrives()
    {
        var cases =
            from lines in Lines.ArrayOf()
            from bad in BadLines
            from sizes in Generators.ChunkSizes
            select (lines, bad, sizes);

        return Prop.ForAll(cases.ToArbitrary(), async given =>
        {
            var body = string.Concat(given.lines.Select(line => line.Line + "\n")) + given.bad.Line + "\n{\"data\":\"after\"}\n";

            var reading = await ReadAsync(body, given.sizes, new(EventBytes: 299));

            var tooLarge = given.lines.TakeWhile(line => line.Event is null or { ByteCount: <= 299 }).Count();
            var expected = tooLarge < given.lines.Length
                ? (ErrorCodes.EventTooLarge, tooLarge + 1L)
                : (given.bad.Code, given.lines.Length + 1L);
            Assert.Equal(given.lines.Take(tooLarge).Select(line => line.Event).OfType<EventData>(), reading.Events);
            Assert.Equal(expected, (reading.Refusal?.Code, reading.Refusal?.Line));
        });
    }

    private static Gen<(string Line, EventData? Event)> Strings() =>
        from data in Generators.Data
        from type in Generators.Type
        from options in Gen.Elements(JsonSerializerOptions.Default, Relaxed)
        from space in Space
        select (Object(type, JsonSerializer.Serialize(data, options), space, options), (EventData?)new EventData(data, type));

    private static Gen<(string Line, EventData? Event)> Values() =>
        from value in Gen.Elements("null", "true", "0", "-1.5E+10", "{}", "[ ]", """{ "type" : [1, {"a":"\u00e9\\"}] }""", """["\ud800"]""")
        from type in Generators.Type
        from space in Space
        select (Object(type, value, space, Relaxed), (EventData?)new EventData(value, type));

    private static string Object(string type, string value, string space, JsonSerializerOptions options) => type.Length switch
    {
        0 => $"{space}{{{space}\"data\"{space}:{space}{value}{space}}}{space}",
        1 => $"{{\"type\":{JsonSerializer.Serialize(type, options)}{space},{space}\"data\":{value}{space}}}",
        _ => $"{{\"data\":{space}{value}{space},\"type\":{space}{JsonSerializer.Serialize(type, options)}{space}}}",
    };

    private static string Join(IEnumerable<string> lines, string[] ends, bool isLastEnded)
    {
        var body = string.Concat(lines.Zip(ends, (line, end) => line + end));
        return isLastEnded ? body : body.TrimEnd('\r', '\n');
    }

    private static Task<Reading> ReadAsync(string body, int[] sizes, ReadLimits limits) =>
        Reading.OfAsync(Encoding.UTF8.GetBytes(body), sizes, pipe => new NdjsonEventReader(pipe, limits));
}
