using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using OrleansSse.AspNetCore.FanOut;
using OrleansSse.AspNetCore.Frames;
using OrleansSse.AspNetCore.Relay;
using OrleansSse.AspNetCore.Takeover;

namespace OrleansSse.AspNetCore.Endpoints;

/// <summary>
/// Serves an EventSource. What will pass (a stream that cannot be reached, a gateway that stops) is answered 200 with an
/// <c>error</c> event, because a browser's EventSource gives up for good on any other status; 204 has it do so where nothing will follow.
/// </summary>
internal sealed class SubscribeEndpoint(StreamRelays relays, FanOutLoops loops, FanOutContext fanOut)
{
    // For so long a subscriber waits for its first bytes, so that one who has all of a completed stream can be answered 204.
    private static readonly TimeSpan Promptness = TimeSpan.FromSeconds(1);

    public async Task ServeAsync(HttpContext context, StreamName stream)
    {
        if (!StartQuery.TryRead(context.Request, StreamStart.Latest, out var start, out var refusal))
        {
            await context.WriteProblemAsync(StatusCodes.Status400BadRequest, RequestErrors.InvalidStart, refusal);
            return;
        }

        if (!FormatQuery.TryRead(context.Request, out var format, out var code, out refusal))
        {
            await context.WriteProblemAsync(StatusCodes.Status400BadRequest, code, refusal);
            return;
        }

        try
        {
            await ServeAsync(context, stream, format, start);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client left before it was connected; there is nobody to answer.
        }
    }

    private async Task ServeAsync(HttpContext context, StreamName stream, FrameFormat format, StartQuery start)
    {
        if (HttpMethods.IsHead(context.Request.Method))
        {
            WriteHead(context.Response, isTakenOver: false);
            return;
        }

        var relay = relays.Acquire(stream);
        var isFollowed = false;
        try
        {
            var (isReachable, latest) = (false, default(StreamPosition?));
            if (!fanOut.IsDraining)
            {
                (isReachable, latest, var isOver) = await LookAsync(relay, start, context.RequestAborted);
                if (isOver)
                {
                    WriteOver(context.Response);
                    return;
                }
            }

            var takeover = context.FindTakeover();
            if (takeover is not null) format = format.AsChunks();
            WriteHead(context.Response, isTakenOver: takeover is not null);
            context.Response.BodyWriter.Write(format.Block(FirstBlock()).Span);
            if (!isReachable || (latest ?? await PatientlyAsync(relay, context)) is not { } head)
            {
                context.Response.BodyWriter.Write(format.Block(Farewell()).Span);
                context.Response.BodyWriter.Write(format.End.Span);
                await context.Response.BodyWriter.FlushAsync();
                return;
            }

            var beginning = Begin(context.Response, relay, format, start, head);
            // The HTTP server does not do so at the end of a response whose chunks are ours.
            await context.Response.BodyWriter.FlushAsync();
            isFollowed = true;
            if (takeover is not null) takeover.TakeOver((output, gone) => FollowAsync(relay, format, output, beginning, gone));
            else await FollowAsync(relay, format, BodyOutput.Of(context), beginning, context.RequestAborted);
        }
        finally
        {
            if (!isFollowed) relays.Release(relay);
        }
    }

    // Where the stream stands; null if it could not be said promptly. 204 is for good, so it is not the relay who says it, which may not have heard
    // yet that the stream was deleted and begins anew.
    private async Task<(bool IsReachable, StreamPosition? Latest, bool IsOver)> LookAsync(
        StreamRelay relay, StartQuery start, CancellationToken clientGone)
    {
        try
        {
            var head = relay.Started.IsCompletedSuccessfully ? relay.Ring.Head : await WithinAsync(relay, Promptness, clientGone);
            if (head is not { } latest) return (true, null, false);
            if (!StartsInRing(relay, start, latest, out var position) || start.HasUnknownId || relay.Ring.EndAt(position) is not { } last)
                return (true, latest, false);
            var page = await relay.Grain.Read(new(StreamStart.After(last), MaxEvents: 1)).WaitAsync(fanOut.Patience, fanOut.Time, clientGone);
            if (page is { IsEnd: true, Gap: null }) return (true, latest, true);
            await relay.RefreshAsync().WaitAsync(fanOut.Patience, fanOut.Time, clientGone);
            return (true, relay.Ring.Head, false);
        }
        catch (Exception exception) when (GrainFailures.IsExpected(exception))
        {
            return (false, null, false);
        }
    }

    // Who has to wait gets all that came once the relay followed the stream: what is published when the first bytes are there is not to be missed.
    private async Task<StreamPosition?> PatientlyAsync(StreamRelay relay, HttpContext context)
    {
        // A browser takes a connection for open when the first bytes are there.
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        return await WithinAsync(relay, fanOut.Patience, context.RequestAborted);
    }

    // Where the stream stood when the relay began to follow it; null if that has not been within a time.
    private async Task<StreamPosition?> WithinAsync(StreamRelay relay, TimeSpan limit, CancellationToken clientGone)
    {
        try
        {
            return await relay.Started.WaitAsync(limit, fanOut.Time, clientGone);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private static void WriteOver(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status204NoContent;
        // It may be kept otherwise, and a stream that is deleted begins anew.
        response.Headers.CacheControl = "no-store";
    }

    private static void WriteHead(HttpResponse response, bool isTakenOver)
    {
        response.HttpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store, no-transform";
        response.Headers["X-Accel-Buffering"] = "no";
        if (!isTakenOver) return;
        response.Headers.TransferEncoding = "chunked";
        response.Headers.Connection = "close";
    }

    private byte[] FirstBlock() => [.. ": connected\n"u8, .. ServiceFrames.Retry(fanOut.Retry())];

    private byte[] Farewell() =>
    [
        .. ServiceFrames.Error(ErrorCodes.Unavailable, "The stream cannot be reached at the moment; reconnect."),
        .. ServiceFrames.Retry(fanOut.Retry()),
    ];

    // Says where the subscription begins, if the ring knows; else history does.
    private static Beginning Begin(HttpResponse response, StreamRelay relay, FrameFormat format, StartQuery start, StreamPosition latest)
    {
        if (!StartsInRing(relay, start, latest, out var position)) return new(start.Start, null);
        response.BodyWriter.Write((start.HasUnknownId ? format.Block(ServiceFrames.UnknownId(position)) : format.Position(position)).Span);
        return new(start.Start, position);
    }

    private Task FollowAsync(StreamRelay relay, FrameFormat format, SubscriberOutput output, Beginning beginning, CancellationToken clientGone)
    {
        var connection = new SubscriberConnection(relay, relay.Shards[loops.Next()], format, output, fanOut, clientGone);
        if (beginning.InRing is { } position) connection.StartLive(position);
        else connection.StartFromHistory(beginning.Start);
        return EndAsync(connection, relay, clientGone);
    }

    private async Task EndAsync(SubscriberConnection connection, StreamRelay relay, CancellationToken clientGone)
    {
        using var left = clientGone.UnsafeRegister(static state => ((SubscriberConnection)state!).Close(), connection);
        await connection.Completion;
        relays.Release(relay);
    }

    private static bool StartsInRing(StreamRelay relay, StartQuery start, StreamPosition latest, out StreamPosition position)
    {
        position = start.Start.Kind == StreamStartKind.Latest ? latest : start.Start.Position;
        return start.Start.Kind == StreamStartKind.Latest
            || (start.Start.Kind == StreamStartKind.After && relay.Ring.Contains(position));
    }

    private readonly record struct Beginning(StreamStart Start, StreamPosition? InRing);
}
