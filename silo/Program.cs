using OrleansSse.Hosting;
using OrleansSse.Hosting.Health;

if (args is ["health", .. var rest])
{
    return await HealthCommand.RunAsync(Host.CreateApplicationBuilder(rest).Configuration.SiloHealthAddress());
}

return await StartupFailures.ReportAsync(() =>
{
    var builder = Host.CreateApplicationBuilder(HostArguments.ReadOnce(args));
    builder.Configuration.AddShippedSettings();
    builder.UseEventStreamSilo(standAlone: static silo => silo.UseLocalhostClustering());
    return builder.Build();
});
