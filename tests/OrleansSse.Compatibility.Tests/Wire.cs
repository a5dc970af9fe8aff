using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace OrleansSse.Compatibility.Tests;

/// <summary>Orleans' serializer, as a silo has it.</summary>
public sealed class Wire : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();

    /// <summary>A value with its type, as it is stored and sent.</summary>
    public byte[] Write(object value) => Serializer.SerializeToArray<object>(value);

    /// <summary>A value of the type that the bytes name.</summary>
    public object Read(byte[] bytes) => Serializer.Deserialize<object>(bytes)!;

    public void Dispose() => _services.Dispose();

    private Serializer Serializer => _services.GetRequiredService<Serializer>();
}
