namespace OrleansSse.Grains.History;

/// <summary>A change with a result, known when it is applied and told when it is stored.</summary>
internal abstract class StreamChange<T> : StreamChange
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    public Task<T> Completion => _completion.Task;

    public sealed override void Apply(HistoryDraft draft) => _result = Make(draft);

    public sealed override void Acknowledge() => _completion.TrySetResult(_result);

    public sealed override void Fail(Exception exception) => _completion.TrySetException(exception);

    protected abstract T Make(HistoryDraft draft);
}
