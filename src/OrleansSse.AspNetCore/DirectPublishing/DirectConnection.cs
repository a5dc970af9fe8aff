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
    // One client is not to have any number of streams begin at once.
    private const int MaxRuns = 64;

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
            var outcome = read.IsCanceled || drain.HasBegun ? ParseOutcome.Other : Begin(ref rest);
            isOver = outcome == ParseOutcome.Other || (outcome == ParseOutcome.Incomplete && read.IsCompleted);
            transport.Input.AdvanceTo(rest.Start, outcome == ParseOutcome.Incomplete && !isOver ? rest.End : rest.Start);
            // A reader that has seen it all before waits for more; the server has seen none of it.
            if (read.IsCanceled) transport.Input.CancelPendingRead();
            if (_runs.Count == 0) continue;
            wait.Pause();
            foreach (var run in _runs) await responses.WriteAsync(transport.Output, run, publisher);
            _runs.Clear();
            isOver |= (await transport.Output.FlushAsync()).IsCompleted;
            wait.Restart();
        }
    }

    // Begins to publish what has arrived; a publish that has to wait for these is left.
    private ParseOutcome Begin(ref ReadOnlySequence<byte> rest)
    {
        StreamName? stream = null;
        var bytes = 0;
        var next = rest;
        ParseOutcome outcome;
        while ((outcome = _parser.Read(ref next, out var publish)) == ParseOutcome.Publish)
        {
            if (stream is not null && (!stream.Equals(publish.Stream) || IsFull(bytes)))
            {
                Begin(stream);
                (stream, bytes) = (null, 0);
            }

            if (stream is null && MustWait(publish.Stream)) break;
            stream = publish.Stream;
            _batch.Add(publish.Data);
            bytes += publish.Data.ByteCount;
            rest = next;
        }

        if (stream is not null) Begin(stream);
        return outcome;
    }

    // Of two calls to a stream that are under way, the second may overtake the first.
    private bool MustWait(StreamName stream)
    {
        foreach (var run in _runs)
        {
            if (run.Stream.Equals(stream)) return true;
        }

        return _runs.Count == MaxRuns;
    }

    private bool IsFull(int bytes) => _batch.Count >= limits.BatchEvents || bytes > limits.BatchBytes - limits.EventBytes;

    private void Begin(StreamName stream)
    {
        EventData[] events = [.. _batch];
        _batch.Clear();
        _runs.Add(new(stream, events, client, publisher.PublishAsync(stream, new(events), client)));
    }
}
