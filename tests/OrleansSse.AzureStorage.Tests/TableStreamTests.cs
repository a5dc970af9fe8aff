using OrleansSse.Hosting.Tests.Clusters;
using OrleansSse.Hosting.Tests.Streams;

namespace OrleansSse.AzureStorage.Tests;

[Collection<TableTests>]
public sealed class TableStreamTests(ClusterOn<TableServer> cluster) : StreamTests<TableServer>(cluster);
