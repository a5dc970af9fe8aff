using Microsoft.AspNetCore.Cors.Infrastructure;
using OrleansSse.AspNetCore;
using OrleansSse.Gateway;
using OrleansSse.Hosting;
using OrleansSse.Hosting.Health;

if (args is ["health", .. var rest])
{
    return await HealthCommand.RunAsync(GatewayAddress.OfThisMachine(WebApplication.CreateBuilder(rest).Configuration));
}

return await StartupFailures.ReportAsync(() =>
{
    var builder = WebApplication.CreateBuilder(HostArguments.ReadOnce(args));
    builder.Configuration.AddShippedSettings();
    builder.ListenByDefault();
    builder.JoinClusterOrStandAlone();
    builder.Services.AddEventStreamGateway();

    var app = builder.Build();
    app.UseExceptionHandler();
    app.UseStatusCodePages();
    // It makes a scope of services for each request, so only those pay for it that pages of other origins may make.
    app.UseWhen(static context => context.GetEndpoint()?.Metadata.GetMetadata<ICorsMetadata>() is not null, static crossOrigin => crossOrigin.UseCors());
    app.MapEventStreams();
    return app;
});
