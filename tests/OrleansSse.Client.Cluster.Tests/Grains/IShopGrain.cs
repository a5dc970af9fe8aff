namespace OrleansSse.Client.Cluster.Tests.Grains;

/// <summary>A grain of somebody's application.</summary>
[Alias("OrleansSse.Client.Cluster.Tests.IShopGrain")]
public interface IShopGrain : IGrainWithStringKey
{
    /// <summary>Publishes each order by itself, and waits for each.</summary>
    [Alias("Sell")]
    Task<PublishResult> Sell(string stream, Order[] orders);

    /// <summary>Publishes orders as they are made, and says how many were stored.</summary>
    [Alias("SellAll")]
    Task<long> SellAll(string stream, int count);

    /// <summary>Follows a stream until it has had so many orders.</summary>
    [Alias("Listen")]
    Task<Order[]> Listen(string stream, int count);

    /// <summary>Tells many streams.</summary>
    [Alias("Announce")]
    Task<int> Announce(string[] streams, string notice);

    /// <summary>Publishes what cannot be.</summary>
    [Alias("SellNonsense")]
    Task SellNonsense(string stream);
}
