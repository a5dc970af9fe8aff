using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using OrleansSse.Grains;

const string Clustering = "Orleans:Clustering";
const string Storage = "Orleans:GrainStorage:EventStreams";

var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });

var isStandalone = !builder.Configuration.GetSection(Clustering).Exists();
builder.Configuration[$"{Storage}:ProviderType"] ??= "File";
// The content root is where the host was built, and history is to lie where it was started.
builder.Configuration[$"{Storage}:Directory"] = Path.GetFullPath(builder.Configuration[$"{Storage}:Directory"] ?? "data");

builder.UseOrleans(silo =>
{
    if (isStandalone) silo.UseLocalhostClustering();
    silo.AddEventStreams();
});

await builder.Build().RunAsync();
