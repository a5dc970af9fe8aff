namespace OrleansSse.Serialization;

/// <summary>Checks what was received, so that no two epochs have the same text.</summary>
[RegisterConverter]
internal sealed class StreamEpochConverter : IConverter<StreamEpoch, StreamEpochSurrogate>
{
    public StreamEpoch ConvertFromSurrogate(in StreamEpochSurrogate surrogate) =>
        new(surrogate.Value);

    public StreamEpochSurrogate ConvertToSurrogate(in StreamEpoch value) => new(value.Value);
}
