namespace OrleansSse.Client.Cluster.Tests.Grains;

/// <summary>A grain that subscribes through Orleans Streams.</summary>
[Alias("OrleansSse.Client.Cluster.Tests.IListenerGrain")]
public interface IListenerGrain : IGrainWithStringKey
{
    /// <summary>Subscribes to a stream; says how many subscriptions to it the grain has by then.</summary>
    [Alias("Subscribe")]
    Task<int> Subscribe(string stream);

    /// <summary>What it has heard.</summary>
    [Alias("Heard")]
    Task<Order[]> Heard();
}
