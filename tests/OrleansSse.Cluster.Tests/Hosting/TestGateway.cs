using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansSse.AspNetCore;
using OrleansSse.Grains;

namespace OrleansSse.Cluster.Tests.Hosting;

/// <summary>A whole system in the test's process: Kestrel on a free port, history in a directory of its own.</summary>
public sealed class TestGateway : IAsyncDisposable
{
    private readonly WebApplication _app;

    private readonly ErrorLog _errors;

    private TestGateway(WebApplication app, string directory, ErrorLog errors)
    {
        (_app, Directory, _errors) = (app, directory, errors);
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        Address = new(addresses.Addresses.Single());
        Client = new() { BaseAddress = Address, Timeout = Limits.Patience };
    }

    public Uri Address { get; }

    public HttpClient Client { get; }

    /// <summary>Where history lies; it outlives the gateway.</summary>
    public string Directory { get; }

    /// <summary>What it has logged as errors.</summary>
    public IReadOnlyCollection<string> Errors => _errors.Lines;

    /// <summary>Starts a system, with settings as a configuration file has them.</summary>
    public static async Task<TestGateway> StartAsync(string? directory = null, params (string Key, string Value)[] settings)
    {
        directory ??= System.IO.Directory.CreateTempSubdirectory("orleanssse-").FullName;
        var builder = WebApplication.CreateBuilder();
        builder.Configuration["Orleans:GrainStorage:EventStreams:ProviderType"] = "File";
        builder.Configuration["Orleans:GrainStorage:EventStreams:Directory"] = directory;
        foreach (var (key, value) in settings) builder.Configuration[key] = value;
        var errors = new ErrorLog();
        builder.Logging.ClearProviders().AddProvider(errors);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.ConfigureEndpointDefaults(static endpoint => endpoint.UseEventStreams().UseDirectPublishing()));
        builder.UseOrleans(static silo => silo.UseStandaloneCluster().AddEventStreams());
        builder.Services.AddEventStreamGateway();

        var app = builder.Build();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseCors();
        app.MapEventStreams();
        await app.StartAsync();
        return new(app, directory, errors);
    }

    /// <summary>Stops it, as SIGTERM does.</summary>
    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
