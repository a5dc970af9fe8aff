using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace OrleansSse.Tests.Serialization;

/// <summary>Orleans' serializer, as a silo has it.</summary>
public sealed class Wire : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();

    /// <summary>Sends a value as one type and receives it as another.</summary>
    public TReceived Send<TSent, TReceived>(TSent value) =>
        _services.GetRequiredService<Serializer<TReceived>>().Deserialize(
            _services.GetRequiredService<Serializer<TSent>>().SerializeToArray(value))!;

    public T Send<T>(T value) => Send<T, T>(value);

    public void Dispose() => _services.Dispose();
}
