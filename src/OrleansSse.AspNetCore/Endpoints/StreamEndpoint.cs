using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using OrleansSse.Client;

namespace OrleansSse.AspNetCore.Endpoints;

/// <summary>Tells of a stream, changes its retention, completes it, deletes it.</summary>
internal sealed class StreamEndpoint(IGrainFactory grains)
{
    private const int MaxChangeBytes = 16 * 1024;

    private readonly EventStreamGrains _streams = new(grains);

    public async Task GetAsync(HttpContext context, StreamName stream)
    {
        var info = await _streams.Get(stream).GetInfo();
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.WriteAsJsonAsync(InfoBody.Of(stream, info), HttpJson.Default.InfoBody, cancellationToken: context.RequestAborted);
    }

    public async Task PatchAsync(HttpContext context, StreamName stream)
    {
        if (!context.Request.HasJsonContentType())
        {
            await context.WriteProblemAsync(
                StatusCodes.Status415UnsupportedMediaType, RequestErrors.UnsupportedContentType, "Send a Content-Type of application/json; in UTF-8.");
            return;
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = MaxChangeBytes;
        ChangeBody? change;
        try
        {
            change = await JsonSerializer.DeserializeAsync(context.Request.Body, HttpJson.Default.ChangeBody, context.RequestAborted);
        }
        catch (JsonException exception)
        {
            await context.WriteProblemAsync(
                StatusCodes.Status400BadRequest,
                ErrorCodes.InvalidJson,
                $"The body is JSON as {{\"retention\":{{\"maxEvents\":100,\"maxBytes\":null,\"maxAgeSeconds\":3600}},\"completed\":true}}; what it has at {exception.Path ?? "$"} does not fit.");
            return;
        }

        if (change?.Completed == false)
        {
            await context.WriteProblemAsync(
                StatusCodes.Status400BadRequest,
                RequestErrors.InvalidChange,
                "completed can only become true: what is completed stays so. Delete the stream to begin it anew.");
            return;
        }

        var grain = _streams.Get(stream);
        if (change is { HasRetention: true }) await grain.SetRetention(Override(change.Retention));
        if (change is { Completed: true }) await grain.Complete();
        await GetAsync(context, stream);
    }

    public async Task DeleteAsync(HttpContext context, StreamName stream)
    {
        await _streams.Get(stream).Delete();
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static RetentionOverride? Override(RetentionBody? retention) =>
        retention is null ? null : new(retention.MaxEvents, retention.MaxBytes, Age(retention.MaxAgeSeconds));

    // What no TimeSpan can hold is out of range anyway, and the grain says what the range is.
    private static TimeSpan? Age(double? seconds) =>
        seconds is { } value ? TimeSpan.FromSeconds(Math.Clamp(value, -1, TimeSpan.MaxValue.TotalSeconds / 2)) : null;
}
