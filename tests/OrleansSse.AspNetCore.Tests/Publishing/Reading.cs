using System.IO.Pipelines;
using System.Text;
using OrleansSse.AspNetCore.Publishing;

namespace OrleansSse.AspNetCore.Tests.Publishing;

/// <summary>What a reader made of a whole body.</summary>
internal sealed record Reading(List<EventData[]> Batches, BodyRefusal? Refusal)
{
    public IEnumerable<EventData> Events => Batches.SelectMany(batch => batch);

    /// <summary>The events as (type, data), for comparing.</summary>
    public IEnumerable<(string? Type, string Data)> Pairs => Events.Select(e => (e.Type, e.Text));

    public static Task<Reading> OfAsync(string body, Func<PipeReader, EventReader> open) =>
        OfAsync(Encoding.UTF8.GetBytes(body), [int.MaxValue], open);

    public static async Task<Reading> OfAsync(byte[] body, int[] chunkSizes, Func<PipeReader, EventReader> open)
    {
        // Small buffers, so that lines lie in several of them.
        var options = new StreamPipeReaderOptions(bufferSize: 64, minimumReadSize: 1);
        var reader = open(PipeReader.Create(new ChunkedStream(body, chunkSizes), options));
        var batches = new List<EventData[]>();
        while (await reader.ReadBatchAsync(TestContext.Current.CancellationToken) is { } batch) batches.Add(batch);
        Assert.Null(await reader.ReadBatchAsync(TestContext.Current.CancellationToken));
        return new(batches, reader.Refusal);
    }
}
