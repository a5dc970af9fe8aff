using OrleansSse.Client.Cluster.Tests.Hosting;

[assembly: AssemblyFixture(typeof(TestCluster))]
