using OrleansSse.Hosting.Tests.Clusters;

namespace OrleansSse.Hosting.Tests.Starting;

/// <summary>Where silos look up which of them has a stream.</summary>
public sealed class StreamDirectoryTests
{
    private const string Members = "Orleans:Clustering";
    private const string Directory = "Orleans:GrainDirectory:EventStreams";

    [Fact]
    public void Is_in_the_Redis_of_the_members() => Assert.Equal(
        [("ConnectionString", "members"), ("ProviderType", "Redis")],
        DirectoryOf((Members, "ProviderType", "Redis"), (Members, "ConnectionString", "members")));

    [Fact]
    public void Stays_where_it_is_configured() => Assert.Equal(
        [("ConnectionString", "elsewhere"), ("ProviderType", "Redis")],
        DirectoryOf(
            (Members, "ProviderType", "Redis"), (Members, "ConnectionString", "members"),
            (Directory, "ProviderType", "Redis"), (Directory, "ConnectionString", "elsewhere")));

    [Fact]
    public void Is_that_of_Orleans_where_members_are_not_in_Redis()
    {
        Assert.Empty(DirectoryOf());
        Assert.Empty(DirectoryOf(
            (Members, "ProviderType", "AdoNet"), (Members, "Invariant", "Npgsql"), (Members, "ConnectionString", "Host=127.0.0.1;Username=postgres")));
    }

    private static IEnumerable<(string Key, string? Value)> DirectoryOf(params (string Section, string Key, string Value)[] settings)
    {
        using var silo = TestHosts.Silo(settings.Select(static setting => KeyValuePair.Create($"{setting.Section}:{setting.Key}", (string?)setting.Value)));
        return [.. silo.Services.GetRequiredService<IConfiguration>().GetSection(Directory).GetChildren().Select(static child => (child.Key, child.Value))];
    }
}
