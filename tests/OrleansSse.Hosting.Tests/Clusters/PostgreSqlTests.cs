using OrleansSse.Hosting.Tests.Servers;

namespace OrleansSse.Hosting.Tests.Clusters;

/// <summary>Tests that share a cluster on PostgreSQL.</summary>
[CollectionDefinition]
public sealed class PostgreSqlTests : ICollectionFixture<ClusterOn<PostgreSqlServer>>;
