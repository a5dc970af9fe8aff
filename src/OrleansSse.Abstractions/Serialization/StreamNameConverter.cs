namespace OrleansSse.Serialization;

/// <summary>Parses what was received, so that no instance is ever invalid.</summary>
[RegisterConverter]
internal sealed class StreamNameConverter : IConverter<StreamName, StreamNameSurrogate>
{
    public StreamName ConvertFromSurrogate(in StreamNameSurrogate surrogate) =>
        StreamName.Parse(surrogate.Value!);

    public StreamNameSurrogate ConvertToSurrogate(in StreamName value) => new(value.ToString());
}
