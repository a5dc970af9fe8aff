namespace OrleansSse.Cluster.Tests.Hosting;

internal sealed record Published(string First, string Last, long Count);
