using System.Runtime.CompilerServices;

namespace OrleansSse.Client.Reading;

/// <summary>Reads a stream at the pace of whoever takes what it reads.</summary>
internal sealed partial class EventReader(StreamName name, IEventStreamGrain grain, EventStreams streams)
{
    // Who follows takes as much at once as a push brings, or would fall back ever further once it has fallen behind.
    private const int MaxFollowedEvents = 4096;
    private const int MaxFollowedBytes = 1 << 20;

    /// <summary>Where the stream stands.</summary>
    /// <exception cref="StreamUnavailableException">The stream could not be reached within the deadline.</exception>
    public async Task<StreamPosition> HeadAsync() => (await PageAsync(new(StreamStart.Latest), CancellationToken.None)).Head;

    /// <summary>History, up to where the stream stands at the beginning; a snapshot, up to where it stands at the last page.</summary>
    public async IAsyncEnumerable<StreamPart> ReadAsync(StreamStart from, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var page = await PageAsync(new(from), cancellation);
        var (start, head) = (from.Next(page), page.Head);
        yield return new(page.Events, page.Gap);
        // A key that came again since a snapshot began is to be found further on.
        while (!page.IsLast && (start.Kind == StreamStartKind.Snapshot || page.To.Epoch != head.Epoch || page.To.Sequence < head.Sequence))
        {
            page = await PageAsync(new(start), cancellation);
            start = start.Next(page);
            yield return new(page.Events, page.Gap);
        }
    }

    /// <summary>
    /// History, and what comes after it, until the stream is completed: by pages up to the head, then live for as long as the reader keeps
    /// up, otherwise by pages again.
    /// </summary>
    public async IAsyncEnumerable<StreamPart> FollowAsync(StreamStart from, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var start = from;
        while (true)
        {
            HistoryPage page;
            do
            {
                page = await PatientPageAsync(new(start, MaxFollowedEvents, MaxFollowedBytes), cancellation);
                start = start.Next(page);
                yield return new(page.Events, page.Gap);
            }
            while (!page.IsLast);
            if (page.IsEnd) yield break;

            var live = new LiveEvents(streams.Options);
            await using var subscription = streams.Subscriptions.Subscribe(name, live, start);
            await using var stopped = subscription.Stopping.Register(() => live.Stop(subscription.Stopping));
            await foreach (var part in live.TakeAllAsync(cancellation))
            {
                if (part.IsEnd) yield break;
                start = StreamStart.After(part.Events is [.., var last] ? last.Id : part.Gap!.End);
                yield return part;
            }
        }
    }

    private Task<HistoryPage> PageAsync(ReadRequest request, CancellationToken cancellation) =>
        streams.Calls.AskAsync(() => grain.Read(request), cancellation);

    private async Task<HistoryPage> PatientPageAsync(ReadRequest request, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return await PageAsync(request, cancellation);
            }
            catch (StreamUnavailableException exception)
            {
                Log.Unavailable(streams.Logger, name, exception);
            }
        }
    }
}
