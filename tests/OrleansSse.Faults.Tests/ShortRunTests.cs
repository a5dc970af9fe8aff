using OrleansSse.Faults.Injection;

namespace OrleansSse.Faults.Tests;

/// <summary>One fault of each kind on one cluster. The long run is a command: see the README of OrleansSse.Faults.</summary>
public sealed class ShortRunTests(ClusterUnderLoad cluster) : IClassFixture<ClusterUnderLoad>
{
    [Theory]
    [InlineData("silo-kill")]
    [InlineData("silo-freeze")]
    [InlineData("silo-stop")]
    [InlineData("gateway-kill")]
    [InlineData("gateway-stop")]
    [InlineData("gateway-silo-cut-one-way")]
    [InlineData("silo-redis-cut")]
    [InlineData("silo-silo-slow")]
    [InlineData("gateway-silo-reset")]
    [InlineData("redis-kill")]
    [InlineData("redis-stop")]
    [InlineData("storage-full")]
    [InlineData("rolling-restart")]
    public async Task Every_acknowledged_event_comes_once_and_in_order_over(string fault) => await cluster.RunAsync(FaultCatalog.All[fault]);
}
