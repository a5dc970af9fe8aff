namespace OrleansSse.Hosting.Tests.Servers;

/// <summary>A real server that holds the members of clusters and the history of streams.</summary>
public interface IStorageServer : IAsyncDisposable
{
    /// <summary>Orleans' settings of membership on this server, by their keys within the section.</summary>
    IReadOnlyDictionary<string, string> Clustering { get; }

    /// <summary>Those of grain storage.</summary>
    IReadOnlyDictionary<string, string> Storage => Clustering;

    /// <summary>Starts the server with what it held before.</summary>
    Task StartAsync();

    /// <summary>Ends the server as a power cut does.</summary>
    Task KillAsync();

    /// <summary>The names of the records that it holds of a stream.</summary>
    Task<string[]> RecordsAsync(string stream);
}
