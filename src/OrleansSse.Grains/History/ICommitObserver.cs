namespace OrleansSse.Grains.History;

/// <summary>Hears of what becomes of group commits.</summary>
internal interface ICommitObserver
{
    /// <summary>The commit is stored; it is acknowledged after this.</summary>
    void Committed(HistoryCommit commit, TimeSpan duration);

    /// <summary>The outcome is unknown, and this owner of the stream must write no more.</summary>
    void CommitFailed(Exception exception);

    /// <summary>A record that is not in history could not be cleared.</summary>
    void ClearFailed(Exception exception);
}
