using OrleansSse.Hosting.Tests.Servers;

namespace OrleansSse.Hosting.Tests.Starting;

/// <summary>The programs say in a line why they cannot start, and end with 1.</summary>
public sealed class RefusedServerTests(PostgreSqlFixture database) : IClassFixture<PostgreSqlFixture>
{
    private static readonly string[] Silo = ["--Orleans:Endpoints:AdvertisedIPAddress=127.0.0.1"];

    [Theory, InlineData("Silo"), InlineData("Gateway")]
    public async Task When_a_setting_is_wrong(string program) => await AssertRefusalAsync(
        program, "Cannot start. Orleans:Clustering:ConnectionString is missing.\n", "--Orleans:Clustering:ProviderType=Redis");

    [Theory, InlineData("Silo"), InlineData("Gateway")]
    public async Task When_a_database_has_no_schema(string program) => await AssertRefusalAsync(
        program,
        "Cannot start. relation \"orleansquery\" does not exist. Apply silo/postgresql/schema.sql to this database.\n",
        Database(database.Server.ConnectionTo("template1")));

    [Theory, InlineData("Silo"), InlineData("Gateway")]
    public async Task When_a_database_is_not_there(string program) => await AssertRefusalAsync(
        program, "Cannot start. Failed to connect to 127.0.0.1:1\n", Database("Host=127.0.0.1;Port=1;Username=postgres"));

    [Fact]
    public async Task When_Redis_is_not_there()
    {
        var (code, errors) = await HostProgram.RunAsync(
            "Gateway", "--Orleans:Clustering:ProviderType=Redis", "--Orleans:Clustering:ConnectionString=127.0.0.1:1,connectTimeout=500,connectRetry=1");
        Assert.Equal(1, code);
        Assert.StartsWith("Cannot start. It was not possible to connect to the redis server(s).", errors, StringComparison.Ordinal);
        Assert.Single(errors.TrimEnd().Split('\n'));
    }

    private static async Task AssertRefusalAsync(string program, string expected, params string[] settings)
    {
        var (code, errors) = await HostProgram.RunAsync(program, [.. Silo, .. settings]);
        Assert.Equal((1, expected), (code, errors));
    }

    private static string[] Database(string connection) =>
    [
        .. new[] { "Orleans:Clustering", "Orleans:GrainStorage:EventStreams" }.SelectMany(section => new[]
        {
            $"--{section}:ProviderType=AdoNet", $"--{section}:Invariant=Npgsql", $"--{section}:ConnectionString={connection}",
        }),
    ];
}
