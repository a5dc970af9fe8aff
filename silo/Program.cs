using OrleansSse.Grains;
using OrleansSse.Hosting;

const string Clustering = "Orleans:Clustering";
const string Storage = "Orleans:GrainStorage:EventStreams";

var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });

var isStandalone = !builder.Configuration.GetSection(Clustering).Exists();
builder.Configuration[$"{Storage}:ProviderType"] ??= "File";
// The content root is where the host was built, and history is to lie where it was started.
builder.Configuration[$"{Storage}:Directory"] = Path.GetFullPath(builder.Configuration[$"{Storage}:Directory"] ?? "data");

builder.UseOrleans(silo =>
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
