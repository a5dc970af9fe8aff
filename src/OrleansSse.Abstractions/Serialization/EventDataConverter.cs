namespace OrleansSse.Serialization;

/// <summary>Checks what was received, so that no instance is ever invalid.</summary>
internal sealed class EventDataConverter : IConverter<EventData, EventDataSurrogate>
{
    public EventData ConvertFromSurrogate(in EventDataSurrogate surrogate) =>
        EventData.Own(surrogate.Type, surrogate.Utf8 ?? throw new FormatException("An event has data."), surrogate.Key, surrogate.TtlMilliseconds);

    public EventDataSurrogate ConvertToSurrogate(in EventData value) => new(value.Type, value.Bytes, value.Key, value.TtlMilliseconds);
}
