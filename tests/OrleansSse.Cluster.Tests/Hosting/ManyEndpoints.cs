using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansSse.AspNetCore;
using OrleansSse.Grains;
using OrleansSse.Grains.Options;

namespace OrleansSse.Cluster.Tests.Hosting;

/// <summary>Somebody's own application that compresses, and listens in every way that there is.</summary>
public sealed class ManyEndpoints : IAsyncLifetime
{
    private readonly WebApplication _app;
    private readonly X509Certificate2 _certificate = NewCertificate();

    public ManyEndpoints()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(static silo => silo
            .UseStandaloneCluster()
            .AddMemoryGrainStorage(EventStreamOptions.StorageName)
            .AddEventStreams());
        builder.Services.AddEventStreamGateway();
        builder.Services.AddResponseCompression(static options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "text/event-stream"];
        });
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(Listen);
        _app = builder.Build();
        _app.UseResponseCompression();
        _app.UseCors();
        _app.MapEventStreams();
    }

    public async ValueTask InitializeAsync() => await _app.StartAsync();

    /// <summary>Where an endpoint listens.</summary>
    public Uri AddressOf(EndpointKind kind) =>
        new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ElementAt((int)kind));

    /// <summary>True for the certificate of this host.</summary>
    public bool Presents(X509Certificate? certificate) => certificate?.GetCertHashString() == _certificate.GetCertHashString();

    /// <summary>A client of an endpoint that speaks this version of HTTP and no other.</summary>
    public HttpClient ClientOf(EndpointKind kind, int version, bool compresses = false) => new(new SocketsHttpHandler
    {
        AutomaticDecompression = compresses ? DecompressionMethods.GZip : DecompressionMethods.None,
        SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => Presents(certificate) },
    })
    {
        BaseAddress = AddressOf(kind),
        DefaultRequestVersion = new(version, version == 1 ? 1 : 0),
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        Timeout = Limits.Patience,
    };

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _certificate.Dispose();
    }

    private void Listen(KestrelServerOptions kestrel)
    {
        // In the order of the kinds.
        kestrel.Listen(IPAddress.Loopback, 0, static endpoint => endpoint.UseEventStreams());
        kestrel.Listen(IPAddress.Loopback, 0);
        kestrel.Listen(IPAddress.Loopback, 0, static endpoint => endpoint.UseEventStreams().Protocols = HttpProtocols.Http2);
        kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.UseEventStreams().UseHttps(_certificate));
        kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.UseHttps(_certificate).UseEventStreams());
        kestrel.Listen(IPAddress.Loopback, 0, static endpoint => endpoint.UseEventStreams().UseDirectPublishing());
        kestrel.Listen(IPAddress.Loopback, 0, static endpoint => endpoint.UseDirectPublishing());
        kestrel.Listen(IPAddress.Loopback, 0, static endpoint => endpoint.UseDirectPublishing().Protocols = HttpProtocols.Http2);
        kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.UseDirectPublishing().UseHttps(_certificate));
        kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.UseHttps(_certificate).UseEventStreams().UseDirectPublishing());
    }

    private static X509Certificate2 NewCertificate()
    {
        using var key = ECDsa.Create();
        var now = TimeProvider.System.GetUtcNow();
        return new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
