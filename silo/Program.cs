using OrleansSse.Grains;
using OrleansSse.Hosting;

return await StartupFailures.ReportAsync(() =>
{
    var builder = Host.CreateApplicationBuilder(args);
    builder.Configuration.AddShippedSettings();
    builder.Configuration["Orleans:GrainStorage:EventStreams:ProviderType"] ??= "File";
    var isStandalone = !builder.Configuration.GetSection("Orleans:Clustering").Exists();
    builder.UseOrleans(silo =>
    {
        if (isStandalone) silo.UseLocalhostClustering();
        silo.AddEventStreams();
    });
    return builder.Build().RunAsync();
});
