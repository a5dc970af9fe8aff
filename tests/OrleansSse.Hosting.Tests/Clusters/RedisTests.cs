using OrleansSse.Hosting.Tests.Servers;

namespace OrleansSse.Hosting.Tests.Clusters;

/// <summary>Tests that share a cluster on Redis.</summary>
[CollectionDefinition]
public sealed class RedisTests : ICollectionFixture<ClusterOn<RedisServer>>;
