namespace OrleansSse.Browser.Tests.Hosting;

/// <summary>The gateway of all tests that leave it alone; each has a stream of its own.</summary>
public sealed class SharedGateway : IAsyncLifetime
{
    public GatewayProcess Gateway { get; private set; } = null!;

    // Without heartbeats, what a subscriber receives is only what the test is about.
    public async ValueTask InitializeAsync() => Gateway = await GatewayProcess.StartAsync(("Gateway:Heartbeat", "01:00:00"));

    // It is missing where its start has failed, which is what is to be seen then.
    public ValueTask DisposeAsync() => Gateway?.DisposeAsync() ?? default;
}
