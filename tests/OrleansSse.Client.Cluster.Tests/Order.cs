using System.Text.Json.Serialization;

namespace OrleansSse.Client.Cluster.Tests;

/// <summary>What the tests publish as JSON.</summary>
[GenerateSerializer, Alias("OrleansSse.Client.Cluster.Tests.Order")]
public sealed record Order([property: Id(0)] int Number, [property: Id(1)] string Item);

/// <summary>How it is written by generated code: with the names as they are.</summary>
[JsonSerializable(typeof(Order))]
internal sealed partial class OrderJson : JsonSerializerContext;
