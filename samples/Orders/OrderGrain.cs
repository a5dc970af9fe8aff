using OrleansSse.Client;

namespace Orders;

/// <summary>
/// Stores an order, and tells of each change in the stream <c>orders</c>, once: the change is stored first, and published under a key
/// that is made of the order and its version. Whatever ends the process in between, the next call publishes what is left, and if it was
/// published already, the stream knows it by its key.
/// </summary>
internal sealed class OrderGrain([PersistentState("order", OrderGrain.StorageName)] IPersistentState<OrderRecord> record) : Grain, IOrderGrain
{
    public const string StorageName = "Orders";
    public const string StreamName = "orders";

    public override Task OnActivateAsync(CancellationToken cancellationToken) => PublishAsync();

    public Task<Order?> Get() => Task.FromResult(record.State.Order);

    public async Task<Order> Place(string item, int quantity)
    {
        if (record.State.Order is null) await StoreAsync(new(this.GetPrimaryKeyString(), item, quantity, OrderStatus.Placed, Version: 1));
        await PublishAsync();
        return record.State.Order!;
    }

    public async Task<Order?> Change(OrderStatus status)
    {
        if (record.State.Order is { } order && order.MayBecome(status)) await StoreAsync(order with { Status = status, Version = order.Version + 1 });
        await PublishAsync();
        return record.State.Order;
    }

    private async Task StoreAsync(Order order)
    {
        // An earlier change that was stored but not published must not be passed over.
        await PublishAsync();
        (record.State.Order, record.State.IsPublished) = (order, false);
        await WriteAsync();
    }

    private async Task PublishAsync()
    {
        if (record.State is not { Order: { } order, IsPublished: false }) return;
        var orders = GrainFactory.GetEventStream(StreamName);
        await orders.PublishAsync(
            EventDataJson.Create(order, orders.Json) with { Key = order.Number },
            new() { IdempotencyKey = $"{order.Number}-{order.Version}" });
        record.State.IsPublished = true;
        await WriteAsync();
    }

    private async Task WriteAsync()
    {
        try
        {
            await record.WriteStateAsync();
        }
        catch
        {
            // Whether it was stored is not known: the next activation reads it.
            DeactivateOnIdle();
            throw;
        }
    }
}
