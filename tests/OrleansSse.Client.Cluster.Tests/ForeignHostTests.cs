using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansSse.AspNetCore;
using OrleansSse.Client.Cluster.Tests.Hosting;
using OrleansSse.Grains;
using OrleansSse.Grains.Options;

namespace OrleansSse.Client.Cluster.Tests;

/// <summary>Somebody's own application, with everything in it.</summary>
public sealed class ForeignHostTests
{
    [Fact]
    public async Task What_an_application_publishes_its_own_gateway_serves()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.UseOrleans(static silo => silo
            .UseStandaloneCluster()
            .AddMemoryGrainStorage(EventStreamOptions.StorageName)
            .AddEventStreams());
        builder.Services.AddEventStreamGateway();
        await using var app = builder.Build();
        app.UseCors();
        app.MapEventStreams();
        app.MapPost("/orders", static async (Order order, IEventStreams streams) => await streams.GetStream("orders").PublishAsync(order, "ordered"));
        await app.StartAsync().Within("The application does not start.");
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        using var http = new HttpClient { BaseAddress = new(address) };

        (await http.PostAsJsonAsync("/orders", new Order(7, "tea"))).EnsureSuccessStatusCode();
        await using var body = await http.GetStreamAsync("/events?stream=orders&from=earliest");
        using var reader = new StreamReader(body);
        var lines = new List<string?>();
        while (lines.Count == 0 || lines[^1]?.StartsWith("data: {", StringComparison.Ordinal) is false)
        {
            lines.Add(await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System));
        }

        Assert.Equal(["event: ordered", "data: {\"number\":7,\"item\":\"tea\"}"], lines[^2..]);
        await app.StopAsync().Within("The application does not stop.");
    }
}
