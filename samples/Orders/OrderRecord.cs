namespace Orders;

/// <summary>What is stored of an order.</summary>
[GenerateSerializer, Alias("Orders.OrderRecord")]
internal sealed class OrderRecord
{
    /// <summary>The order; null while there is none.</summary>
    [Id(0)]
    public Order? Order { get; set; }

    /// <summary>True once the last change is in the stream.</summary>
    [Id(1)]
    public bool IsPublished { get; set; }
}
