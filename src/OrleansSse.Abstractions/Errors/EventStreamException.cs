namespace OrleansSse;

/// <summary>A failure of an event stream, with a stable code and a message that says how to mend it.</summary>
[GenerateSerializer, Alias("OrleansSse.EventStreamException")]
public abstract class EventStreamException : Exception
{
    /// <summary>Makes the exception.</summary>
    protected EventStreamException(string code, string message, Exception? inner = null)
        : base(message, inner) => Code = code;

    /// <summary>A stable word for programs, as <c>event_too_large</c>.</summary>
    [Id(0)]
    public string Code { get; private set; }
}
