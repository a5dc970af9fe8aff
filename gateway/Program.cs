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
    app.UseCors();
    app.MapEventStreams();
    return app;
});
