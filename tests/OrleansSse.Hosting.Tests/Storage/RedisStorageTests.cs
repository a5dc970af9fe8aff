using OrleansSse.Hosting.Tests.Clusters;
using OrleansSse.Hosting.Tests.Servers;

namespace OrleansSse.Hosting.Tests.Storage;

[Collection<RedisTests>]
public sealed class RedisStorageTests(ClusterOn<RedisServer> cluster) : StorageTests<RedisServer>(cluster);
