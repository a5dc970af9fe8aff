namespace OrleansSse.Grains.History;

/// <summary>Replaces the stream's own retention.</summary>
internal sealed class RetentionChange(RetentionOverride? retention) : StreamChange<bool>
{
    protected override bool Make(HistoryDraft draft)
    {
        draft.SetRetention(retention);
        return true;
    }
}
