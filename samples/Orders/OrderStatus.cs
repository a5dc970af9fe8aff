using System.Text.Json.Serialization;

namespace Orders;

/// <summary>How far an order has come.</summary>
[GenerateSerializer, Alias("Orders.OrderStatus"), JsonConverter(typeof(JsonStringEnumConverter<OrderStatus>))]
internal enum OrderStatus
{
    /// <summary>The customer has ordered.</summary>
    Placed,

    /// <summary>The money is there.</summary>
    Paid,

    /// <summary>The parcel is on its way.</summary>
    Shipped,

    /// <summary>The customer has it.</summary>
    Delivered,

    /// <summary>It will not be.</summary>
    Cancelled,
}
