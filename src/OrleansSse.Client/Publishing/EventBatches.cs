using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace OrleansSse.Client.Publishing;

/// <summary>Takes events from a source while what came before is dealt with, and hands over together what is there.</summary>
internal static class EventBatches
{
    public static async IAsyncEnumerable<EventData[]> OfAsync(
        IAsyncEnumerable<EventData> source, EventStreamClientOptions options, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var taken = Channel.CreateBounded<EventData>(new BoundedChannelOptions(options.MaxBatchEvents) { SingleReader = true, SingleWriter = true });
        _ = TakeAsync(source, taken.Writer, ending.Token);
        try
        {
            while (await taken.Reader.WaitToReadAsync(cancellation)) yield return Drain(taken.Reader, options);
        }
        finally
        {
            // A source that does not heed this ends with its next event; nobody waits for that.
            await ending.CancelAsync();
        }
    }

    // What goes wrong with the source is told after all that came before it.
    private static async Task TakeAsync(IAsyncEnumerable<EventData> source, ChannelWriter<EventData> taken, CancellationToken cancellation)
    {
        try
        {
            await foreach (var data in source.WithCancellation(cancellation))
            {
                await taken.WriteAsync(data ?? throw new ArgumentException("One of the events is null."), cancellation);
            }

            taken.Complete();
        }
        catch (Exception exception)
        {
            taken.Complete(exception);
        }
    }

    private static EventData[] Drain(ChannelReader<EventData> taken, EventStreamClientOptions options)
    {
        var batch = new List<EventData>();
        var bytes = 0;
        while (batch.Count < options.MaxBatchEvents && taken.TryPeek(out var next))
        {
            bytes += next.ByteCount;
            if (bytes > options.MaxBatchBytes && batch.Count > 0) break;
            taken.TryRead(out _);
            batch.Add(next);
        }

        return [.. batch];
    }
}
