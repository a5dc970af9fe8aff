namespace OrleansSse.Hosting.Tests.Servers;

/// <summary>A PostgreSQL without a cluster on it.</summary>
public sealed class PostgreSqlFixture : IAsyncLifetime
{
    internal PostgreSqlServer Server { get; } = new();

    public async ValueTask InitializeAsync() => await Server.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
