using System.Buffers;
using OrleansSse.AspNetCore.Frames;

namespace OrleansSse.AspNetCore.FanOut;

internal sealed partial class SubscriberConnection
{
    // Pages of history that end outside the ring before the subscriber is sent away to try again.
    private const int MaxFruitlessPages = 3;
    private const int MaxUnsentBytes = 64 * 1024;
    private const int TypicalFrame = 256;

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
            (start, isFirst) = (start.Next(page), false);
            // The ring has more than a snapshot, so that has to be whole first.
            if (start.Kind != StreamStartKind.Snapshot && relay.Ring.Covers(_cursor)) return null;

            // At the head, and yet outside the ring: the relay has not heard yet that the stream began anew.
            if (page.Events is []) fruitless++;
        }

        return null;
    }

    private async Task<(HistoryPage? Page, string? Refusal)> ReadAsync(StreamStart start, bool isRefreshed)
    {
        try
        {
            if (isRefreshed) await relay.RefreshAsync().WaitAsync(context.Patience, context.Time, clientGone);
            return (await relay.Grain.Read(new(start)).WaitAsync(context.Patience, context.Time, clientGone), null);
        }
        catch (EventStreamException exception)
        {
            return (null, exception.Message);
        }
        catch (Exception exception)
        {
            if (!clientGone.IsCancellationRequested) Log.HistoryUnreachable(context.Logger, relay.Stream, exception);
            return (null, "The stream cannot be reached at the moment; reconnect.");
        }
    }

    private async Task WritePageAsync(HistoryPage page, bool isFirst)
    {
        _cursor = page.From;
        var first = page.Gap is { } gap ? format.Block(ServiceFrames.Gap(gap, page.From)) : isFirst ? format.Position(page.From) : default;
        if (!first.IsEmpty) _told = page.From;

        if (first.IsEmpty && page.To == page.From) return;
        var bytes = new ArrayBufferWriter<byte>(Math.Min(MaxUnsentBytes, TypicalFrame + first.Length + page.Events.Length * TypicalFrame));
        bytes.Write(first.Span);
        foreach (var frame in Frame.EncodeAll(relay.Stream, page.Events))
        {
            _cursor = frame.Id;
            if (!format.Wants(frame) || frame.IsExpired(context.Time)) continue;
            _told = frame.Id;
            bytes.Write(format.Bytes(frame).Span);
            if (bytes.WrittenCount < MaxUnsentBytes) continue;
            if (!await SendAsync(bytes.WrittenMemory)) return;
            bytes.ResetWrittenCount();
        }

        _cursor = page.To;
        // What a snapshot left out at its end is not to be shown after a reconnect either.
        if (page.End is not null && _told != _cursor) bytes.Write(format.Position(_told = _cursor).Span);
        if (bytes.WrittenCount > 0) await SendAsync(bytes.WrittenMemory);
    }

    // False when nothing more is to be written.
    private async Task<bool> SendAsync(ReadOnlyMemory<byte> bytes)
    {
        Interlocked.Exchange(ref _waitingSince, context.Now);
        var isThere = await output.SendAsync(bytes);
        Interlocked.Exchange(ref _waitingSince, 0);
        _lastWrite = context.Now;
        if (!isThere) _isClosing = true;
        return !IsEnding;
    }

    private async Task SendAwayAsync(string message)
    {
        byte[] blocks = [.. ServiceFrames.Error(ErrorCodes.Unavailable, message), .. ServiceFrames.Retry(context.Retry())];
        await SendAsync(format.Block(blocks));
        _isClosing = true;
    }
}
