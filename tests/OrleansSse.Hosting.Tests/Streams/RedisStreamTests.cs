using OrleansSse.Hosting.Tests.Clusters;
using OrleansSse.Hosting.Tests.Servers;

namespace OrleansSse.Hosting.Tests.Streams;

[Collection<RedisTests>]
public sealed class RedisStreamTests(ClusterOn<RedisServer> cluster) : StreamTests<RedisServer>(cluster);
