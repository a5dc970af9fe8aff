using OrleansSse.Hosting.Tests.Clusters;
using OrleansSse.Hosting.Tests.Storage;

namespace OrleansSse.AzureStorage.Tests;

[Collection<TableTests>]
public sealed class TableStorageTests(ClusterOn<TableServer> cluster) : StorageTests<TableServer>(cluster);
