namespace OrleansSse.Grains.History;

/// <summary>A change of a stream that waits for its group commit.</summary>
internal abstract class StreamChange
{
    /// <summary>Makes the change in a draft; what it finds there is what is acknowledged.</summary>
    public abstract void Apply(HistoryDraft draft);

    /// <summary>The draft is stored.</summary>
    public abstract void Acknowledge();

    /// <summary>The change is not stored, or whether it is stored is not known; the exception tells.</summary>
    public abstract void Fail(Exception exception);
}
