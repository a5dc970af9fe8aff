using OrleansSse.Hosting.Tests.Clusters;
using OrleansSse.Hosting.Tests.Servers;

namespace OrleansSse.Hosting.Tests.Streams;

[Collection<PostgreSqlTests>]
public sealed class PostgreSqlStreamTests(ClusterOn<PostgreSqlServer> cluster) : StreamTests<PostgreSqlServer>(cluster);
