using OrleansSse.Hosting.Tests.Clusters;

namespace OrleansSse.Hosting.Tests.Starting;

/// <summary>A host that is told something wrong says which setting it is.</summary>
public sealed class RefusedSettingsTests
{
    private const string Database = "Host=127.0.0.1;Username=postgres";

    [Theory]
    [InlineData("Orleans:Clustering:ProviderType is missing", "Orleans:Clustering:ConnectionString=127.0.0.1")]
    [InlineData("Could not find Clustering provider named 'Nothing'", "Orleans:Clustering:ProviderType=Nothing")]
    [InlineData("Orleans:Clustering:ConnectionString is missing", "Orleans:Clustering:ProviderType=Redis")]
    [InlineData("Orleans:Clustering:ConnectionString is missing", "Orleans:Clustering:ProviderType=Redis", "Orleans:Clustering:ConnectionName=nothing")]
    [InlineData("Orleans:Clustering:ConnectionString is malformed", "Orleans:Clustering:ProviderType=Redis", "Orleans:Clustering:ConnectionString=127.0.0.1,nothing=1")]
    [InlineData("Orleans:Clustering:Invariant must be Npgsql", "Orleans:Clustering:ProviderType=AdoNet", $"Orleans:Clustering:ConnectionString={Database}")]
    [InlineData("Orleans:Clustering:ConnectionString is missing", "Orleans:Clustering:ProviderType=AdoNet", "Orleans:Clustering:Invariant=Npgsql")]
    [InlineData("Orleans:Clustering:ConnectionString is malformed", "Orleans:Clustering:ProviderType=AdoNet", "Orleans:Clustering:Invariant=Npgsql", $"Orleans:Clustering:ConnectionString={Database};Nothing=1")]
    public void Names_the_setting_that_is_wrong(string message, params string[] settings)
    {
        var refusals = new Func<IHost>[] { () => TestHosts.Silo(Parse(settings)), () => TestHosts.Client(Parse(settings)) };
        Assert.All(refusals, start => Assert.Contains(message, Assert.Throws<OrleansConfigurationException>(start).Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Could not find GrainStorage provider named 'Nothing'", "Orleans:GrainStorage:EventStreams:ProviderType=Nothing")]
    [InlineData("Orleans:GrainStorage:EventStreams:ConnectionString is missing", "Orleans:GrainStorage:EventStreams:ProviderType=Redis")]
    [InlineData("Could not find GrainDirectory provider named 'Nothing'", "Orleans:GrainDirectory:EventStreams:ProviderType=Nothing")]
    [InlineData("Orleans:GrainDirectory:EventStreams:ConnectionString is missing", "Orleans:GrainDirectory:EventStreams:ProviderType=Redis")]
    [InlineData("Orleans:GrainStorage:EventStreams:Invariant must be Npgsql", "Orleans:GrainStorage:EventStreams:ProviderType=AdoNet", $"Orleans:GrainStorage:EventStreams:ConnectionString={Database}")]
    public void Names_the_setting_of_a_silo_that_is_wrong(string message, params string[] settings)
    {
        var refusal = Assert.Throws<OrleansConfigurationException>(() => TestHosts.Silo(Parse(settings)));
        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_malformed_connection_is_not_repeated_in_the_message()
    {
        var settings = Parse("Orleans:Clustering:ProviderType=AdoNet", "Orleans:Clustering:Invariant=Npgsql", $"Orleans:Clustering:ConnectionString={Database};Password=secret;Nothing=1");
        Assert.DoesNotContain("secret", Assert.Throws<OrleansConfigurationException>(() => TestHosts.Silo(settings)).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_are_no_storage_for_a_cluster()
    {
        using var silo = TestHosts.Silo(Parse(
            "Orleans:Clustering:ProviderType=Redis", "Orleans:Clustering:ConnectionString=127.0.0.1", "Orleans:GrainStorage:EventStreams:ProviderType=File"));
        var refusal = await Assert.ThrowsAsync<OrleansConfigurationException>(() => silo.StartAsync());
        Assert.Contains("Orleans:GrainStorage:EventStreams:ProviderType is File, which serves one silo", refusal.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<KeyValuePair<string, string?>> Parse(params string[] settings) =>
        settings.Select(static setting => setting.Split('=', 2)).Select(static parts => KeyValuePair.Create(parts[0], (string?)parts[1]));
}
