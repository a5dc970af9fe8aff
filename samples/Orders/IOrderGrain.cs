namespace Orders;

/// <summary>An order. The grain's key is its number.</summary>
[Alias("Orders.IOrderGrain")]
internal interface IOrderGrain : IGrainWithStringKey
{
    /// <summary>The order; null if there is none.</summary>
    [Alias("Get")]
    Task<Order?> Get();

    /// <summary>Places the order; returns what is there if it was placed before.</summary>
    [Alias("Place")]
    Task<Order> Place(string item, int quantity);

    /// <summary>Takes the order on; returns it as it is then, or as it is left where the change is not allowed. Null if there is none.</summary>
    [Alias("Change")]
    Task<Order?> Change(OrderStatus status);
}
