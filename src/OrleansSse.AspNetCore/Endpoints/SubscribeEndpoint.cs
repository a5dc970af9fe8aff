using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using OrleansSse.AspNetCore.FanOut;
using OrleansSse.AspNetCore.Frames;
using OrleansSse.AspNetCore.Relay;

namespace OrleansSse.AspNetCore.Endpoints;

/// <summary>
/// Serves an EventSource. What will pass (a stream that cannot be reached, a gateway that stops) is answered 200 with an
/// <c>error</c> event, because a browser's EventSource gives up for good on any other status.
/// </summary>
internal sealed class SubscribeEndpoint(StreamRelays relays, FanOutLoops loops, FanOutContext fanOut)
{
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
            await BeginAsync(context);
            if (!HttpMethods.IsHead(context.Request.Method)) await ServeAsync(context, stream, format, start);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client left before it was connected; there is nobody to answer.
        }
    }

    private async Task ServeAsync(HttpContext context, StreamName stream, FrameFormat format, StartQuery start)
    {
        var relay = relays.Acquire(stream);
        try
        {
            if (!fanOut.IsDraining && await HasStartedAsync(relay, context.RequestAborted)) await FollowAsync(context, relay, format, start);
            else await SendAwayAsync(context);
        }
        finally
        {
            relays.Release(relay);
        }
    }

    private async Task BeginAsync(HttpContext context)
    {
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        var response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store, no-transform";
        response.Headers["X-Accel-Buffering"] = "no";
        response.BodyWriter.Write(": connected\n"u8);
        response.BodyWriter.Write(ServiceFrames.Retry(fanOut.Retry()));
        await response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private async Task<bool> HasStartedAsync(StreamRelay relay, CancellationToken cancellation)
    {
        if (relay.Started.IsCompletedSuccessfully) return true;
        try
        {
            await relay.Started.WaitAsync(fanOut.Patience, fanOut.Time, cancellation);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task FollowAsync(HttpContext context, StreamRelay relay, FrameFormat format, StartQuery start)
    {
        var output = context.Response.BodyWriter;
        var request = context.Features.GetRequiredFeature<IHttpRequestLifetimeFeature>();
        var connection = new SubscriberConnection(relay, relay.Shards[loops.Next()], format, output, fanOut, request);
        if (StartsInRing(relay, start, out var position))
        {
            output.Write(start.HasUnknownId ? ServiceFrames.UnknownId(position) : format.Position(position));
            await output.FlushAsync(context.RequestAborted);
            connection.StartLive(position);
        }
        else
        {
            connection.StartFromHistory(start.Start);
        }

        using var aborted = context.RequestAborted.UnsafeRegister(static state => ((SubscriberConnection)state!).Close(), connection);
        await connection.Completion;
    }

    private static bool StartsInRing(StreamRelay relay, StartQuery start, out StreamPosition position)
    {
        position = start.Start.Kind == StreamStartKind.Latest ? relay.Ring.Head : start.Start.Position;
        return start.Start.Kind == StreamStartKind.Latest
            || (start.Start.Kind == StreamStartKind.After && relay.Ring.Contains(position));
    }

    private async Task SendAwayAsync(HttpContext context)
    {
        var output = context.Response.BodyWriter;
        output.Write(ServiceFrames.Error(ErrorCodes.Unavailable, "The stream cannot be reached at the moment; reconnect."));
        output.Write(ServiceFrames.Retry(fanOut.Retry()));
        await output.FlushAsync(context.RequestAborted);
    }
}
