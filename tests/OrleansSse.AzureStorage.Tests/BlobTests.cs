using OrleansSse.Hosting.Tests.Clusters;

namespace OrleansSse.AzureStorage.Tests;

/// <summary>Tests that share a cluster with its history in blobs.</summary>
[CollectionDefinition]
public sealed class BlobTests : ICollectionFixture<ClusterOn<BlobServer>>;
