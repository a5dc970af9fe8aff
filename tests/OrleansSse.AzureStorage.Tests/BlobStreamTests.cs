using OrleansSse.Hosting.Tests.Clusters;
using OrleansSse.Hosting.Tests.Streams;

namespace OrleansSse.AzureStorage.Tests;

[Collection<BlobTests>]
public sealed class BlobStreamTests(ClusterOn<BlobServer> cluster) : StreamTests<BlobServer>(cluster);
