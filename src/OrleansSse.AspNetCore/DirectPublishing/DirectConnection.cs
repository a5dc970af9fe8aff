using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using OrleansSse.AspNetCore.Lifetime;
using OrleansSse.AspNetCore.Publishing;
using OrleansSse.Client.Publishing;

namespace OrleansSse.AspNetCore.DirectPublishing;

/// <summary>
/// A connection for as long as plain publishes come over it: all that have arrived are published together, and answered together
/// in their order.
/// </summary>
internal sealed class DirectConnection(
    IDuplexPipe transport, IPAddress? client, StreamPublisher publisher, DirectResponses responses, ReadLimits limits, GatewayDrain drain)
{
    private readonly DirectPublishParser _parser = new(limits);
    private readonly List<EventData> _batch = [];
    private readonly List<PublishRun> _runs = [];

    /// <summary>Serves plain publishes.</summary>
    /// <returns>When something else is to be done; what that begins with is what can be read next.</returns>
    public async Task ServeAsync(InputWait wait)
    {
        var isOver = false;
        while (!isOver)
        {
            var read = await transport.Input.ReadAsync();
            var rest = read.Buffer;
            // Once the gateway is about to stop, the server says so with each answer.
            isOver = read.IsCanceled || drain.HasBegun || Begin(ref rest) == ParseOutcome.Other || read.IsCompleted;
            transport.Input.AdvanceTo(rest.Start, isOver ? rest.Start : rest.End);
            if (_runs.Count == 0) continue;
            wait.Pause();
            foreach (var run in _runs) await responses.WriteAsync(transport.Output, run, publisher);
            _runs.Clear();
            isOver |= (await transport.Output.FlushAsync()).IsCompleted;
            wait.Restart();
        }
    }

    // Begins to publish what has arrived.
    private ParseOutcome Begin(ref ReadOnlySequence<byte> rest)
    {
        StreamName? stream = null;
        var bytes = 0;
        ParseOutcome outcome;
        while ((outcome = _parser.Read(ref rest, out var publish)) == ParseOutcome.Publish)
        {
            if (stream is not null && (!stream.Equals(publish.Stream) || IsFull(bytes)))
            {
                Begin(stream);
                bytes = 0;
            }

            stream = publish.Stream;
            _batch.Add(publish.Data);
            bytes += publish.Data.ByteCount;
        }

        if (stream is not null) Begin(stream);
        return outcome;
    }

    private bool IsFull(int bytes) => _batch.Count >= limits.BatchEvents || bytes > limits.BatchBytes - limits.EventBytes;

    private void Begin(StreamName stream)
    {
        EventData[] events = [.. _batch];
        _batch.Clear();
        _runs.Add(new(stream, events, client, publisher.PublishAsync(stream, new(events), client)));
    }
}
