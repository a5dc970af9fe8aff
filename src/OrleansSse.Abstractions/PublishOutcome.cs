namespace OrleansSse;

/// <summary>The expected ends of a publish; failures are exceptions.</summary>
[GenerateSerializer, Alias("OrleansSse.PublishOutcome")]
public enum PublishOutcome
{
    /// <summary>The events were stored by this call.</summary>
    Appended,

    /// <summary>The idempotency key was known: the events had been stored before, under the ids returned.</summary>
    Repeated,

    /// <summary>The stream's last event was not the expected one; nothing was stored.</summary>
    UnexpectedLast,
}
