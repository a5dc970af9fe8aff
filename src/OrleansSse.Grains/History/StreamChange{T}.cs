namespace OrleansSse.Grains.History;

/// <summary>A change with a result, known when it is applied and told when it is stored.</summary>
internal abstract class StreamChange<T> : StreamChange
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;
    private EventStreamException? _refusal;

    public Task<T> Completion => _completion.Task;

    public sealed override void Apply(HistoryDraft draft) => _result = Make(draft);

    public sealed override void Acknowledge()
    {
        if (_refusal is null) _completion.TrySetResult(_result);
        else _completion.TrySetException(_refusal);
    }

    public sealed override void Fail(Exception exception) => _completion.TrySetException(exception);

    /// <summary>The result of <see cref="Make"/>, or why there is none.</summary>
    protected (T Result, EventStreamException? Refusal) Made(HistoryDraft draft)
    {
        Apply(draft);
        return (_result, _refusal);
    }

    /// <summary>Makes the change; or leaves the draft as it is and says why with <see cref="Refuse"/>.</summary>
    protected abstract T Make(HistoryDraft draft);

    protected T Refuse(EventStreamException refusal)
    {
        _refusal = refusal;
        return default!;
    }
}
