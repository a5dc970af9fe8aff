using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OrleansSse.AspNetCore.Endpoints;

namespace OrleansSse.AspNetCore;

/// <summary>Maps event streams to HTTP.</summary>
public static class EventStreamEndpoints
{
    private const string StreamParameter = "stream";
    private const string Stream = $"/streams/{{{StreamParameter}}}";

    /// <summary>Maps the streams, the probes and the page at <c>/</c>.</summary>
    /// <param name="app">The application; its services need <see cref="EventStreamGatewayServiceCollectionExtensions.AddEventStreamGateway"/>.</param>
    public static IEndpointRouteBuilder MapEventStreams(this IEndpointRouteBuilder app)
    {
        var subscribe = app.ServiceProvider.GetRequiredService<SubscribeEndpoint>();
        var history = app.ServiceProvider.GetRequiredService<HistoryEndpoint>();
        var publish = app.ServiceProvider.GetRequiredService<PublishEndpoint>();
        var streams = app.ServiceProvider.GetRequiredService<StreamEndpoint>();

        string[] reading = [HttpMethods.Get, HttpMethods.Head];
        app.MapMethods("/events", reading, context => SubscribeToNamedAsync(context, subscribe)).RequireCors(CorsPolicies.Subscribe);
        app.MapMethods($"{Stream}/events", reading, context => Routed(context, WantsPage(context.Request) ? history.ServeAsync : subscribe.ServeAsync))
            .RequireCors(CorsPolicies.Subscribe);
        app.MapPost($"{Stream}/events", context => Routed(context, publish.ServeAsync));
        app.MapMethods(Stream, reading, context => Routed(context, streams.GetAsync));
        app.MapPatch(Stream, context => Routed(context, streams.PatchAsync));
        app.MapDelete(Stream, context => Routed(context, streams.DeleteAsync));

        app.MapHealthChecks("/health/live", new() { Predicate = static _ => false });
        app.MapHealthChecks("/health/ready");
        ConsolePage.Map(app);
        return app;
    }

    private static Task Routed(HttpContext context, Func<HttpContext, StreamName, Task> handler) =>
        StreamRoute.HandleAsync(context, context.Request.RouteValues[StreamParameter] as string, handler);

    private static Task SubscribeToNamedAsync(HttpContext context, SubscribeEndpoint subscribe)
    {
        var names = context.Request.Query["stream"];
        return names.Count > 1
            ? context.WriteProblemAsync(
                StatusCodes.Status400BadRequest, RequestErrors.OneStreamOnly, "A connection has one stream; open another connection for each other stream.")
            : StreamRoute.HandleAsync(context, names.Count == 0 ? StreamName.Default.ToString() : names[0], subscribe.ServeAsync);
    }

    // An EventSource asks for text/event-stream, curl for anything; a page of JSON must be asked for by name.
    private static bool WantsPage(HttpRequest request)
    {
        var accept = request.GetTypedHeaders().Accept;
        return accept.Any(static type => type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
            && !accept.Any(static type => type.MediaType.Equals("text/event-stream", StringComparison.OrdinalIgnoreCase));
    }
}
