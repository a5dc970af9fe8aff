namespace OrleansSse.FileStorage.Tests;

[GenerateSerializer, Alias("OrleansSse.FileStorage.Tests.CounterState")]
internal sealed class CounterState
{
    [Id(0)]
    public int Count { get; set; }
}
