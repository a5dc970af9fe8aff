using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OrleansSse.Client;
using OrleansSse.FileStorage;
using OrleansSse.Grains;
using OrleansSse.Grains.Options;

namespace OrleansSse.Compatibility.Tests.Storage;

/// <summary>A silo whose history is in a directory.</summary>
internal sealed class SampleSilo : IAsyncDisposable
{
    private readonly IHost _host;

    private SampleSilo(IHost host) => _host = host;

    public static async Task<SampleSilo> StartAsync(string directory, TimeProvider clock)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddSingleton(clock);
        builder.UseOrleans(silo => silo
            .UseStandaloneCluster()
            .AddFileGrainStorage(EventStreamOptions.StorageName, options => options.Directory = directory)
            .AddEventStreams());
        var host = builder.Build();
        await host.StartAsync();
        return new(host);
    }

    public IEventStreamClient Stream(string name) => _host.Services.GetRequiredService<IEventStreams>().GetStream(name);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
