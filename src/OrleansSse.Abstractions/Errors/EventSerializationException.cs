namespace OrleansSse;

/// <summary>A value cannot be written as an event, or an event cannot be read as a value; nothing was stored.</summary>
[GenerateSerializer, Alias("OrleansSse.EventSerializationException")]
public sealed class EventSerializationException(string message, Exception? inner = null)
    : EventStreamException(ErrorCodes.Unserializable, message, inner);
