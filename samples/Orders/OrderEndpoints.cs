using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Orders;

/// <summary>The page, and what it asks for: <c>POST /orders</c>, <c>GET /orders/{number}</c>, <c>POST /orders/{number}/{status}</c>.</summary>
internal static class OrderEndpoints
{
    private const int MaxItemLength = 60;
    private const int MaxQuantity = 999;

    public static void MapOrders(this IEndpointRouteBuilder app)
    {
        // MapEventStreams has a page at / too; ours goes first.
        app.MapGet("/", GetPage).WithOrder(-1);
        app.MapPost("/orders", PlaceAsync);
        app.MapGet("/orders/{number}", GetAsync);
        app.MapPost("/orders/{number}/{status}", ChangeAsync);
    }

    private static FileStreamHttpResult GetPage() =>
        TypedResults.Stream(typeof(OrderEndpoints).Assembly.GetManifestResourceStream("index.html")!, "text/html; charset=utf-8");

    private static async Task<Results<Created<Order>, ProblemHttpResult>> PlaceAsync(PlaceOrder order, IGrainFactory grains)
    {
        if (order.Item?.Trim() is not { Length: > 0 and <= MaxItemLength } item || order.Quantity is < 1 or > MaxQuantity)
        {
            return TypedResults.Problem($"An order has an item of 1 to {MaxItemLength} characters and a quantity from 1 to {MaxQuantity}.", statusCode: 400);
        }

        var number = RandomNumberGenerator.GetString("23456789ABCDEFGHJKLMNPQRSTUVWXYZ", 6);
        return TypedResults.Created($"/orders/{number}", await grains.GetGrain<IOrderGrain>(number).Place(item, order.Quantity));
    }

    private static async Task<Results<Ok<Order>, NotFound>> GetAsync(string number, IGrainFactory grains) =>
        await grains.GetGrain<IOrderGrain>(number).Get() is { } order ? TypedResults.Ok(order) : TypedResults.NotFound();

    private static async Task<Results<Ok<Order>, NotFound, ProblemHttpResult>> ChangeAsync(string number, OrderStatus status, IGrainFactory grains)
    {
        if (await grains.GetGrain<IOrderGrain>(number).Change(status) is not { } order) return TypedResults.NotFound();
        return order.Status == status
            ? TypedResults.Ok(order)
            : TypedResults.Problem($"An order that is {order.Status} cannot become {status}.", statusCode: 409);
    }
}
