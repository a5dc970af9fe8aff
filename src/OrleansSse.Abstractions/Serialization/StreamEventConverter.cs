namespace OrleansSse.Serialization;

/// <summary>Checks what was received, so that no instance is ever invalid.</summary>
internal sealed class StreamEventConverter : IConverter<StreamEvent, StreamEventSurrogate>
{
    public StreamEvent ConvertFromSurrogate(in StreamEventSurrogate surrogate) =>
        new(surrogate.Id, surrogate.UnixMilliseconds, surrogate.Data ?? throw new FormatException("An event has data."));

    public StreamEventSurrogate ConvertToSurrogate(in StreamEvent value) => new(value.Id, value.UnixMilliseconds, value.Data);
}
