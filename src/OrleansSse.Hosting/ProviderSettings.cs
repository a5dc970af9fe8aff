using Microsoft.Extensions.Configuration;
using Npgsql;
using StackExchange.Redis;

namespace OrleansSse.Hosting;

/// <summary>Finds mistakes in a provider's settings while it is still known which setting they are in.</summary>
internal static class ProviderSettings
{
    private const string PostgreSql = "Npgsql";

    /// <summary>Checks the providers of membership, history and directory, where they are configured, and lets Orleans add them.</summary>
    /// <exception cref="OrleansConfigurationException">A setting is missing or malformed, or there is no such provider.</exception>
    public static void Apply(IConfiguration configuration, Action addOrleans)
    {
        Check(configuration);
        try
        {
            addOrleans();
        }
        catch (InvalidOperationException exception)
        {
            throw new OrleansConfigurationException(exception.Message, exception);
        }
    }

    private static void Check(IConfiguration configuration)
    {
        string[] sections = [ClusterConfiguration.Clustering, ClusterConfiguration.Storage, ClusterConfiguration.Directory];
        foreach (var section in sections.Select(configuration.GetSection).Where(static section => section.Exists()))
        {
            var type = section["ProviderType"] ?? throw Mistake(section, "ProviderType", "is missing. It is the kind of provider, such as Redis.");
            var connection = section["ConnectionString"] ?? configuration.GetConnectionString(section["ConnectionName"] ?? "");
            if (type == ProviderTypes.AdoNet) CheckDatabase(section, connection);
            if (type == ProviderTypes.Redis && section["ServiceKey"] is null) CheckConnection(section, connection, static text => ConfigurationOptions.Parse(text));
        }
    }

    private static void CheckDatabase(IConfigurationSection section, string? connection)
    {
        if (section["Invariant"] != PostgreSql)
            throw Mistake(section, "Invariant", $"must be {PostgreSql}: PostgreSQL is the database that has a driver and a schema here.");
        CheckConnection(section, connection, static text => new NpgsqlConnectionStringBuilder(text));
    }

    private static void CheckConnection(IConfigurationSection section, string? connection, Func<string, object> parse)
    {
        if (string.IsNullOrWhiteSpace(connection)) throw Mistake(section, "ConnectionString", "is missing.");
        try
        {
            _ = parse(connection);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            throw Mistake(section, "ConnectionString", $"is malformed. {exception.Message}");
        }
    }

    private static OrleansConfigurationException Mistake(IConfigurationSection section, string key, string what) => new($"{section.Path}:{key} {what}");
}
