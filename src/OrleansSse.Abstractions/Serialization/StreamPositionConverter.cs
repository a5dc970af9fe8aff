namespace OrleansSse.Serialization;

/// <summary>Checks what was received, so that no instance is ever invalid.</summary>
[RegisterConverter]
internal sealed class StreamPositionConverter : IConverter<StreamPosition, StreamPositionSurrogate>
{
    public StreamPosition ConvertFromSurrogate(in StreamPositionSurrogate surrogate) =>
        new(new(surrogate.Epoch), surrogate.Sequence);

    public StreamPositionSurrogate ConvertToSurrogate(in StreamPosition value) => new(value.Epoch.Value, value.Sequence);
}
