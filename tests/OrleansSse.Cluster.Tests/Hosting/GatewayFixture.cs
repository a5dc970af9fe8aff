namespace OrleansSse.Cluster.Tests.Hosting;

/// <summary>One system for all tests of the assembly that need nothing special; each test uses a stream of its own.</summary>
public sealed class GatewayFixture : IAsyncLifetime
{
    public TestGateway Gateway { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Gateway = await TestGateway.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        Directory.Delete(Gateway.Directory, recursive: true);
    }
}
