namespace OrleansSse.Grains.Tests.Cluster;

/// <summary>The tests that share the cluster, one after the other: they share its clock too.</summary>
[CollectionDefinition]
public sealed class ClusterTests : ICollectionFixture<StreamCluster>;
