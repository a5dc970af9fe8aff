namespace OrleansSse;

/// <summary>The stream's storage fails at the moment; nothing was changed.</summary>
[GenerateSerializer, Alias("OrleansSse.StreamUnavailableException")]
public sealed class StreamUnavailableException(string message, Exception? inner = null)
    : EventStreamException(ErrorCodes.Unavailable, message, inner);
