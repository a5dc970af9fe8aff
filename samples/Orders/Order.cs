namespace Orders;

/// <summary>An order as it is stored, and as each of its changes is published.</summary>
/// <param name="Number">Its number, the key of its grain.</param>
/// <param name="Item">What was ordered.</param>
/// <param name="Quantity">How many.</param>
/// <param name="Status">How far it has come.</param>
/// <param name="Version">1 when it was placed, one more with each change.</param>
[GenerateSerializer, Immutable, Alias("Orders.Order")]
internal sealed record Order(
    [property: Id(0)] string Number,
    [property: Id(1)] string Item,
    [property: Id(2)] int Quantity,
    [property: Id(3)] OrderStatus Status,
    [property: Id(4)] int Version)
{
    /// <summary>True if it may become that next.</summary>
    public bool MayBecome(OrderStatus next) => (Status, next) switch
    {
        (OrderStatus.Placed, OrderStatus.Paid) => true,
        (OrderStatus.Paid, OrderStatus.Shipped) => true,
        (OrderStatus.Shipped, OrderStatus.Delivered) => true,
        (OrderStatus.Placed or OrderStatus.Paid, OrderStatus.Cancelled) => true,
        _ => false,
    };
}
