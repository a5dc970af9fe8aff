using System.Buffers;
using OrleansSse.AspNetCore.Frames;

namespace OrleansSse.AspNetCore.FanOut;

internal sealed partial class SubscriberConnection
{
    // Pages of history that end outside the ring, one after another, before the subscriber is sent away to try again.
    private const int MaxFruitlessPages = 3;

    // Feeds the connection from history until it stands in the ring. Nothing can fall between the two: both are read by position.
    private async Task CatchUpAsync(StreamStart start)
    {
        try
        {
            var fruitless = 0;
            while (!_isClosing && fruitless < MaxFruitlessPages)
            {
                var page = await relay.Grain.Read(new(start));
                await WritePageAsync(page, isFirst: start.Kind != StreamStartKind.After);
                start = StreamStart.After(_cursor);
                if (relay.Ring.Covers(_cursor)) break;

                // At the head, and yet outside the ring: the relay has not heard yet that the stream began anew.
                if (page.Events.Length > 0) continue;
                fruitless++;
                await relay.RefreshAsync();
            }

            if (!relay.Ring.Covers(_cursor)) await SendAwayAsync("The stream is being moved; reconnect.");
        }
        catch (EventStreamException exception)
        {
            await SendAwayAsync(exception.Message);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or InvalidOperationException)
        {
            // The client is gone.
            _isClosing = true;
        }
        catch (Exception exception)
        {
            Log.HistoryUnreachable(context.Logger, relay.Stream, exception);
            await SendAwayAsync("The stream cannot be reached at the moment; reconnect.");
        }

        _state = ConnectionState.Live;
        Wake();
    }

    private async Task WritePageAsync(HistoryPage page, bool isFirst)
    {
        _cursor = page.From;
        if (page.Gap is { } gap) output.Write(ServiceFrames.Gap(gap, page.From));
        else if (isFirst) output.Write(ServiceFrames.Position(page.From));
        if (page.Gap is not null || isFirst) _told = page.From;

        var unflushed = 0;
        foreach (var frame in Frame.EncodeAll(relay.Stream, page.Events))
        {
            unflushed += Write(frame);
            if (unflushed < MaxUnflushedBytes) continue;
            await FlushPageAsync();
            unflushed = 0;
        }

        await FlushPageAsync();
    }

    private async Task FlushPageAsync()
    {
        Interlocked.Exchange(ref _waitingSince, context.Now);
        var result = await output.FlushAsync();
        Interlocked.Exchange(ref _waitingSince, 0);
        _lastWrite = context.Now;
        if (result.IsCompleted || result.IsCanceled) _isClosing = true;
    }

    private async Task SendAwayAsync(string message)
    {
        try
        {
            output.Write(ServiceFrames.Error(ErrorCodes.Unavailable, message));
            output.Write(ServiceFrames.Retry(context.Retry()));
            await FlushPageAsync();
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or InvalidOperationException)
        {
            Log.GoneBeforeFarewell(context.Logger, relay.Stream, exception);
        }

        _isClosing = true;
    }
}
