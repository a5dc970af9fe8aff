namespace OrleansSse.Client.Publishing;

/// <summary>A publish that is not settled yet, over all its attempts.</summary>
/// <param name="request">What to publish, with a key.</param>
/// <param name="publisher">Who publishes, of those that share this process.</param>
/// <param name="started">The timestamp at which it began.</param>
/// <param name="cancellation">Tells that nobody waits for it any more.</param>
internal sealed class PendingPublish(PublishRequest request, object publisher, long started, CancellationToken cancellation)
{
    private TaskCompletionSource<PublishResult>? _attempt;
    private bool _wasSent;

    /// <summary>What it counts for against bounds of what may be pending.</summary>
    public long Weight { get; } = PublishWeight.Of(request);

    public int Events => request.Events.Length;

    public object Publisher => publisher;

    public long Started => started;

    /// <summary>Attempts that have begun.</summary>
    public int Attempts { get; private set; }

    /// <summary>Completes when the attempt ends that began last.</summary>
    public Task<PublishResult> Attempt => _attempt!.Task;

    /// <summary>True if nobody waits for it any more.</summary>
    public bool IsAbandoned => cancellation.IsCancellationRequested;

    /// <summary>Begins an attempt; the one before has ended.</summary>
    public void Begin()
    {
        Attempts++;
        _attempt = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>What is sent now.</summary>
    /// <param name="age">The time since it began.</param>
    public PublishRequest Send(TimeSpan age)
    {
        // A key that was never sent is as old as its publisher says; from then on, and if it has been in use before, its age grows.
        var isNew = !_wasSent && request.KeyAge == TimeSpan.Zero;
        _wasSent = true;
        return isNew || request.KeyAge is not { } before ? request : request with { KeyAge = before + age };
    }

    public void End(PublishReport report)
    {
        if (report.Error is { } error) Fail(error);
        else _attempt!.TrySetResult(report.Result!);
    }

    public void Fail(Exception exception) => _attempt!.TrySetException(exception);

    public void Abandon() => _attempt!.TrySetCanceled(cancellation);
}
