namespace OrleansSse.Grains.History;

/// <summary>Removes all events and begins a new epoch.</summary>
internal sealed class DeleteChange : StreamChange<bool>
{
    protected override bool Make(HistoryDraft draft)
    {
        draft.Delete();
        return true;
    }
}
