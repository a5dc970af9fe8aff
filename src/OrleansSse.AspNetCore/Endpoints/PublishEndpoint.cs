using System.Buffers;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using OrleansSse.AspNetCore.Lifetime;
using OrleansSse.AspNetCore.Publishing;
using OrleansSse.Client.Publishing;

namespace OrleansSse.AspNetCore.Endpoints;

/// <summary>
/// Publishes a request's body. A body of many events is published while it arrives, so a request that never ends is a
/// feed; under a condition or a key it is one publish, all or none.
/// </summary>
internal sealed class PublishEndpoint(
    StreamPublisher publisher, IOptions<GatewayOptions> options, IHostApplicationLifetime lifetime, GatewayDrain drain, TimeProvider time)
{
    private readonly ReadLimits _limits = new(options.Value.MaxEventBytes, options.Value.MaxBatchEvents, options.Value.MaxBatchBytes);

    public async Task ServeAsync(HttpContext context, StreamName stream)
    {
        var request = context.Request;
        if (!PublishConditions.TryRead(request, out var conditions, out var code, out var refusal))
        {
            await context.WriteProblemAsync(StatusCodes.Status400BadRequest, code, refusal);
            return;
        }

        if (!EventFieldsQuery.TryRead(request, out var fields, out code, out refusal))
        {
            await context.WriteProblemAsync(StatusCodes.Status400BadRequest, code, refusal);
            return;
        }

        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var contentType)
            || EventReaders.Create(contentType, fields, request.BodyReader, _limits) is not { } reader)
        {
            context.Response.Headers.Accept = "text/plain, application/json, application/x-ndjson, text/event-stream";
            await context.WriteProblemAsync(
                StatusCodes.Status415UnsupportedMediaType, RequestErrors.UnsupportedContentType, $"Send a Content-Type of {EventReaders.Understood}.");
            return;
        }

        // What a client sends over a connection that it keeps is lost when the gateway closes it at the same moment.
        if (drain.HasBegun && HttpProtocol.IsHttp11(request.Protocol)) context.Response.Headers.Connection = "close";

        // Our own limits are by event.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = null;

        var feed = conditions.IsPlain && EventReaders.IsFeed(contentType) ? new FeedProgress() : null;
        try
        {
            await (feed is null ? PublishWholeAsync(context, stream, reader, conditions) : FeedAsync(context, stream, reader, feed));
        }
        catch (Exception exception) when (GrainFailures.IsExpected(exception))
        {
            await GrainFailures.WriteAsync(context, exception, feed?.Extensions());
        }
        catch (IOException exception)
        {
            await BrokenBody.WriteAsync(context, exception, feed?.Extensions());
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested || drain.Ended.IsCancellationRequested)
        {
            await TurnAwayAsync(context, feed);
        }
    }

    private async Task FeedAsync(HttpContext context, StreamName stream, EventReader reader, FeedProgress feed)
    {
        // A feed may be slower than Kestrel thinks decent.
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate) rate.MinDataRate = null;

        // It may never end by itself.
        while (await reader.ReadBatchAsync(lifetime.ApplicationStopping) is { } batch) feed.Add(await publisher.PublishAsync(stream, new(batch), PublisherOf(context)));

        if (reader.Refusal is { } refusal) await RefuseAsync(context, refusal, feed.Extensions());
        else Answer(context.Response, feed.Body);
    }

    private async Task PublishWholeAsync(
        HttpContext context, StreamName stream, EventReader reader, PublishConditions conditions)
    {
        // The gateway serves publishers until it stops listening, and a moment more; it is not to wait for the rest of a body then.
        var batch = await reader.ReadBatchAsync(drain.Ended);
        // A whole body is one batch: there must not be a second.
        var rest = batch is null ? null : await reader.ReadBatchAsync(drain.Ended);
        if (reader.Refusal is { } refusal)
        {
            await RefuseAsync(context, refusal, null);
            return;
        }

        if (rest is not null)
        {
            await context.WriteProblemAsync(
                StatusCodes.Status413PayloadTooLarge,
                ErrorCodes.BatchTooLarge,
                $"With If-Match or Idempotency-Key a body is published whole, and has at most {_limits.BatchEvents} events and {_limits.BatchBytes} bytes; split it.");
            return;
        }

        // Also when the client does not wait for the answer.
        var result = await publisher.PublishAsync(stream, new(batch ?? [], conditions.IdempotencyKey, conditions.ExpectedLast), PublisherOf(context));
        switch (result.Outcome)
        {
            case PublishOutcome.UnexpectedLast:
                await context.WriteProblemAsync(
                    StatusCodes.Status412PreconditionFailed,
                    RequestErrors.UnexpectedLast,
                    $"The last event of the stream is {result.Last}, not the one in If-Match; nothing was published.",
                    [KeyValuePair.Create("last", (object?)result.Last.ToString())]);
                break;

            case PublishOutcome.Repeated:
                context.Response.Headers["Idempotency-Replayed"] = "true";
                goto default;

            default:
                Answer(context.Response, new(result.First.ToString(), result.Last.ToString(), result.Count));
                break;
        }
    }

    private async Task TurnAwayAsync(HttpContext context, FeedProgress? feed)
    {
        context.Response.Headers.RetryAfter = "1";
        await context.WriteProblemAsync(
            StatusCodes.Status503ServiceUnavailable,
            ErrorCodes.Unavailable,
            feed is null
                ? "The gateway is about to stop, and nothing was published; publish again."
                : "The gateway is about to stop; go on with a new request after the last event that was published.",
            feed?.Extensions());
        await LingeringClose.CloseAsync(context, time);
    }

    // Connections are cheap: whoever floods would only open more.
    private static IPAddress? PublisherOf(HttpContext context) => context.Connection.RemoteIpAddress;

    // With a length, and not flushed, head and body leave in one packet.
    private static void Answer(HttpResponse response, PublishedBody body)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(body, HttpJson.Default.PublishedBody);
        response.StatusCode = StatusCodes.Status201Created;
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = json.Length;
        response.BodyWriter.Write(json);
    }

    private static Task RefuseAsync(HttpContext context, BodyRefusal refusal, IEnumerable<KeyValuePair<string, object?>>? extensions) =>
        context.WriteProblemAsync(
            refusal.Code == ErrorCodes.EventTooLarge ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status400BadRequest,
            refusal.Code,
            refusal.Message,
            refusal.Line is { } line ? [.. extensions ?? [], KeyValuePair.Create("line", (object?)line)] : extensions);
}
