namespace OrleansSse;

/// <summary>The grain's key is not a stream name.</summary>
[GenerateSerializer, Alias("OrleansSse.InvalidStreamNameException")]
public sealed class InvalidStreamNameException(string message) : EventStreamException(ErrorCodes.InvalidStreamName, message);
