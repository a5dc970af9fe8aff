using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OrleansSse.AspNetCore.DirectPublishing;
using OrleansSse.AspNetCore.Endpoints;
using OrleansSse.AspNetCore.FanOut;
using OrleansSse.AspNetCore.Lifetime;
using OrleansSse.AspNetCore.Relay;
using OrleansSse.Client;

namespace OrleansSse.AspNetCore;

/// <summary>Adds a gateway to an ASP.NET Core application.</summary>
public static class EventStreamGatewayServiceCollectionExtensions
{
    /// <summary>
    /// Adds what <see cref="EventStreamEndpoints.MapEventStreams"/> needs. The process needs an Orleans client or a silo besides.
    /// Options: <see cref="GatewayOptions"/>, configuration section <see cref="GatewayOptions.Section"/>.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Changes what the configuration says.</param>
    public static IServiceCollection AddEventStreamGateway(this IServiceCollection services, Action<GatewayOptions>? configure = null)
    {
        services.AddOptions<GatewayOptions>()
            .BindConfiguration(GatewayOptions.Section)
            .Configure(configure ?? (static _ => { }))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<GatewayOptions>, GatewayOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddEventStreamClient();

        services.AddSingleton<FanOutLoops>();
        services.AddSingleton<FanOutContext>();
        services.AddSingleton<StreamRelays>();
        services.AddSingleton<SubscribeEndpoint>();
        services.AddSingleton<HistoryEndpoint>();
        services.AddSingleton<PublishEndpoint>();
        services.AddSingleton<StreamEndpoint>();
        services.AddSingleton<DirectResponses>();
        services.AddSingleton<PlainAddresses>();
        services.AddSingleton<DirectPublishingMiddleware>();
        services.AddHostedService<GatewayClock>();
        services.AddSingleton<GatewayDrain>();
        services.AddHostedService(static services => services.GetRequiredService<GatewayDrain>());
        // The drain is part of the time that a host has to stop.
        services.AddOptions<HostOptions>().PostConfigure<IOptions<GatewayOptions>>(
            static (host, gateway) => host.ShutdownTimeout += 2 * gateway.Value.DrainWindow);

        services.AddProblemDetails(static options => options.CustomizeProblemDetails = ProblemCodes.Complete);
        services.AddSingleton<IProblemDetailsWriter, ProblemWriter>();
        services.AddCors();
        services.AddOptions<CorsOptions>().Configure<IOptions<GatewayOptions>>(
            static (cors, gateway) => cors.AddPolicy(CorsPolicies.Subscribe, policy => CorsPolicies.Configure(policy, gateway.Value)));
        services.AddHealthChecks().AddCheck<GatewayReadiness>("gateway");
        return services;
    }
}
