namespace Orders;

/// <summary>The body of a request for an order.</summary>
internal sealed record PlaceOrder(string? Item, int Quantity);
