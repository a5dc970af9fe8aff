using OrleansSse.Hosting;

return await StartupFailures.ReportAsync(() =>
{
    var builder = Host.CreateApplicationBuilder(args);
    builder.Configuration.AddShippedSettings();
    builder.UseEventStreamSilo(standAlone: static silo => silo.UseLocalhostClustering());
    return builder.Build();
});
