using Orleans.Streams;
using OrleansSse.Client.Reading;

namespace OrleansSse.Client.OrleansStreams;

internal sealed partial class ProvidedSubscription<T>
{
    private async Task RunAsync()
    {
        // What the call that subscribed carried does not belong to the events.
        RequestContext.Clear();
        try
        {
            await foreach (var part in _stream.Client.Reader.FollowAsync(StreamStart.After(_position), _ending.Token)) await TakeAsync(part);
            await TellAsync(static (receiver, _) => receiver.CompleteAsync(), []);
            End();
        }
        catch (OperationCanceledException)
        {
            // It was ended, or the process stops.
            End();
        }
        catch (Exception exception)
        {
            Log.Failed(_stream.Streams.Logger, StreamId, exception);
            End();
            await FailAsync(exception);
        }
    }

    private async Task TakeAsync(StreamPart part)
    {
        if (part.Gap is { } gap)
        {
            await FailAsync(new StreamGapException(gap));
            _position = gap.End;
        }

        var items = await DecodeAsync(part.Events);
        for (var taken = 0; taken < items.Count;)
        {
            var next = items.Slice(taken, Math.Min(_receiver.MaxItems, items.Count - taken));
            await TakeAsync(next);
            taken += next.Count;
        }

        // Past what was not shown, too.
        if (part.Events is [.., var last]) _position = last.Id;
    }

    private async ValueTask TakeAsync(ArraySegment<SequentialItem<T>> items)
    {
        await TellAsync(static (receiver, items) => receiver.TakeAsync(items), items);
        _position = EventStreamSequenceToken.PositionOf(items[^1].Token);
    }

    private async ValueTask TellAsync(Func<IReceiver<T>, ArraySegment<SequentialItem<T>>, Task> tell, ArraySegment<SequentialItem<T>> items)
    {
        var attempts = _stream.Streams.Attempts;
        for (var pause = attempts.RetryDelay; ; pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, attempts.MaxRetryDelay.Ticks)))
        {
            _ending.Token.ThrowIfCancellationRequested();
            try
            {
                await tell(_receiver, items);
                return;
            }
            catch (Exception exception)
            {
                Log.NotTaken(_stream.Streams.Logger, StreamId, _position, exception);
                await FailAsync(exception);
            }

            await Task.Delay(pause, _stream.Streams.Time, _ending.Token);
        }
    }

    private async Task<ArraySegment<SequentialItem<T>>> DecodeAsync(StreamEvent[] events)
    {
        var items = new SequentialItem<T>[events.Length];
        var count = 0;
        foreach (var streamEvent in events)
        {
            if (streamEvent.IsExpired(_stream.Streams.Time)) continue;
            try
            {
                items[count] = new(EventItems.FromEvent<T>(streamEvent, _stream.Streams.Json), new EventStreamSequenceToken(streamEvent.Id));
                count++;
            }
            catch (EventSerializationException exception)
            {
                await FailAsync(exception);
            }
        }

        return new(items, 0, count);
    }

    private async Task FailAsync(Exception exception)
    {
        try
        {
            await _receiver.FailAsync(exception);
        }
        catch (Exception failure)
        {
            Log.ErrorNotTaken(_stream.Streams.Logger, StreamId, failure);
        }
    }
}
