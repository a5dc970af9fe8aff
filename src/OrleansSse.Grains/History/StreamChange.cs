namespace OrleansSse.Grains.History;

/// <summary>A change of a stream that waits for its group commit.</summary>
internal abstract class StreamChange
{
    /// <summary>What it counts for against the bound of what may be pending.</summary>
    public virtual long Bytes => 0;

    /// <summary>Makes the change in a draft; what it finds there is what is acknowledged.</summary>
    public abstract void Apply(HistoryDraft draft);

    /// <summary>The draft is stored.</summary>
    public abstract void Acknowledge();

    /// <summary>Whether the change is stored is not known.</summary>
    public abstract void Fail(Exception exception);
}
