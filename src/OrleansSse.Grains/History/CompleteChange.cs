namespace OrleansSse.Grains.History;

/// <summary>Has the stream take no more events.</summary>
internal sealed class CompleteChange : StreamChange<bool>
{
    protected override bool Make(HistoryDraft draft)
    {
        draft.Complete();
        return true;
    }
}
