using OrleansSse.Hosting.Tests.Clusters;
using OrleansSse.Hosting.Tests.Storage;

namespace OrleansSse.AzureStorage.Tests;

[Collection<BlobTests>]
public sealed class BlobStorageTests(ClusterOn<BlobServer> cluster) : StorageTests<BlobServer>(cluster);
