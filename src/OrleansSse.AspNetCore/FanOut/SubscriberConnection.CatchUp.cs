using System.Buffers;
using OrleansSse.AspNetCore.Frames;

namespace OrleansSse.AspNetCore.FanOut;

internal sealed partial class SubscriberConnection
{
    // Pages of history that end outside the ring before the subscriber is sent away to try again.
    private const int MaxFruitlessPages = 3;

    // Feeds the connection from history until it stands in the ring. Nothing can fall between the two: both are read by position.
    private async Task CatchUpAsync(StreamStart start, bool isFirst)
    {
        try
        {
            if (await FeedAsync(start, isFirst) is { } farewell && !IsEnding) await SendAwayAsync(farewell);
        }
        catch (Exception exception)
        {
            Fail(exception);
        }

        GoLive();
    }

    // Null when the connection stands in the ring or ends; otherwise why its subscriber has to come back.
    private async Task<string?> FeedAsync(StreamStart start, bool isFirst)
    {
        var fruitless = 0;
        while (!IsEnding)
        {
            if (fruitless == MaxFruitlessPages) return "The stream is being moved; reconnect.";

            var (page, refusal) = await ReadAsync(start, isRefreshed: fruitless > 0);
            if (page is null) return refusal;

            await WritePageAsync(page, isFirst);
            (start, isFirst) = (StreamStart.After(_cursor), false);
            if (relay.Ring.Covers(_cursor)) return null;

            // At the head, and yet outside the ring: the relay has not heard yet that the stream began anew.
            if (page.Events is []) fruitless++;
        }

        return null;
    }

    private async Task<(HistoryPage? Page, string? Refusal)> ReadAsync(StreamStart start, bool isRefreshed)
    {
        try
        {
            if (isRefreshed) await relay.RefreshAsync().WaitAsync(context.Patience, context.Time, request.RequestAborted);
            return (await relay.Grain.Read(new(start)).WaitAsync(context.Patience, context.Time, request.RequestAborted), null);
        }
        catch (EventStreamException exception)
        {
            return (null, exception.Message);
        }
        catch (Exception exception)
        {
            if (!request.RequestAborted.IsCancellationRequested) Log.HistoryUnreachable(context.Logger, relay.Stream, exception);
            return (null, "The stream cannot be reached at the moment; reconnect.");
        }
    }

    private async Task WritePageAsync(HistoryPage page, bool isFirst)
    {
        _cursor = page.From;
        if (page.Gap is { } gap) output.Write(ServiceFrames.Gap(gap, page.From));
        else if (isFirst) output.Write(format.Position(page.From));
        if (page.Gap is not null || isFirst) _told = page.From;

        var unflushed = 0;
        foreach (var frame in Frame.EncodeAll(relay.Stream, page.Events))
        {
            unflushed += Write(frame);
            if (unflushed < MaxUnflushedBytes) continue;
            if (!await FlushPageAsync()) return;
            unflushed = 0;
        }

        await FlushPageAsync();
    }

    // False when nothing more is to be written.
    private async Task<bool> FlushPageAsync()
    {
        Interlocked.Exchange(ref _waitingSince, context.Now);
        var result = await output.FlushAsync();
        Interlocked.Exchange(ref _waitingSince, 0);
        _lastWrite = context.Now;
        if (result.IsCompleted || result.IsCanceled) _isClosing = true;
        return !IsEnding;
    }

    private async Task SendAwayAsync(string message)
    {
        output.Write(ServiceFrames.Error(ErrorCodes.Unavailable, message));
        output.Write(ServiceFrames.Retry(context.Retry()));
        await FlushPageAsync();
        _isClosing = true;
    }
}
