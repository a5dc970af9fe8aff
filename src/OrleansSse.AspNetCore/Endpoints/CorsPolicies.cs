using Microsoft.AspNetCore.Cors.Infrastructure;

namespace OrleansSse.AspNetCore.Endpoints;

/// <summary>Who may call from pages of other origins.</summary>
internal static class CorsPolicies
{
    public const string Subscribe = "EventStreams.Subscribe";

    // Credentials are never allowed for any origin; Last-Event-ID is what a reconnecting EventSource sends.
    public static void Configure(CorsPolicyBuilder policy, GatewayOptions options)
    {
        policy.WithMethods("GET", "HEAD").WithHeaders("Last-Event-ID", "Cache-Control", "Accept").SetPreflightMaxAge(TimeSpan.FromHours(2));
        if (options.AllowedOrigins.Contains("*")) policy.AllowAnyOrigin();
        else policy.WithOrigins([.. options.AllowedOrigins]);
    }
}
