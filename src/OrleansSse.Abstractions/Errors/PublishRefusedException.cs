namespace OrleansSse;

/// <summary>The publish was at fault, and nothing was stored.</summary>
[GenerateSerializer, Alias("OrleansSse.PublishRefusedException")]
public sealed class PublishRefusedException(string code, string message) : EventStreamException(code, message);
