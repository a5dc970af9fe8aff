namespace OrleansSse;

/// <summary>The storage failed or did not answer in time: the change may or may not have been made.</summary>
[GenerateSerializer, Alias("OrleansSse.OutcomeUnknownException")]
public sealed class OutcomeUnknownException(string message, Exception? inner = null)
    : EventStreamException(ErrorCodes.OutcomeUnknown, message, inner);
