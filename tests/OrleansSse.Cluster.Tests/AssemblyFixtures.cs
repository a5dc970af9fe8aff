using OrleansSse.Cluster.Tests.Hosting;

[assembly: AssemblyFixture(typeof(GatewayFixture))]
