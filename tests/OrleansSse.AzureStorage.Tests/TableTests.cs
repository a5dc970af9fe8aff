using OrleansSse.Hosting.Tests.Clusters;

namespace OrleansSse.AzureStorage.Tests;

/// <summary>Tests that share a cluster with its history in a table.</summary>
[CollectionDefinition]
public sealed class TableTests : ICollectionFixture<ClusterOn<TableServer>>;
