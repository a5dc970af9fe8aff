using System.Text.Json;

namespace OrleansSse.Load.Http;

/// <summary>What the gateway answers to a publish: the events are stored under these ids.</summary>
/// <param name="First">The id of the first event.</param>
/// <param name="Last">The id of the last event.</param>
/// <param name="Count">How many they are.</param>
internal sealed record Acknowledgement(StreamPosition First, StreamPosition Last, long Count)
{
    /// <summary>Reads <c>{"first":"…","last":"…","count":1}</c>.</summary>
    /// <exception cref="RunFailedException">It is something else.</exception>
    public static Acknowledgement Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var answer = JsonSerializer.Deserialize<Answer>(json, JsonSerializerOptions.Web)!;
            return new(StreamPosition.Parse(answer.First), StreamPosition.Parse(answer.Last), answer.Count);
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentNullException)
        {
            throw new RunFailedException($"""A publish was answered with other than "first", "last" and "count": {System.Text.Encoding.UTF8.GetString(json)}""", e);
        }
    }

    private sealed record Answer(string First, string Last, long Count);
}
