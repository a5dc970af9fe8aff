namespace OrleansSse;

/// <summary>A sequence token of Orleans Streams does not say a position in an event stream.</summary>
[GenerateSerializer, Alias("OrleansSse.InvalidSequenceTokenException")]
public sealed class InvalidSequenceTokenException(string message)
    : EventStreamException(ErrorCodes.InvalidSequenceToken, message);
