namespace OrleansSse.FileStorage;

/// <summary>
/// A few threads that wait for the disk, so that neither grains nor the thread pool do. Work of one lane runs in
/// order and never two at once, so a lane occupies one thread at most.
/// </summary>
internal sealed class IoThreads : IDisposable
{
    private const int LaneCount = 1024;

    private readonly object _sync = new();
    private readonly Queue<Action>[] _lanes;
    private readonly Queue<Queue<Action>> _ready = new();
    private readonly Thread[] _threads;
    private bool _stopping;

    public IoThreads(string name, int count)
    {
        _lanes = [.. Enumerable.Range(0, LaneCount).Select(_ => new Queue<Action>())];
        _threads = [.. Enumerable.Range(0, count).Select(i => new Thread(Work) { Name = $"{name} {i}", IsBackground = true })];
        foreach (var thread in _threads) thread.Start();
    }

    /// <summary>
    /// Runs blocking work on one of the threads. The work completes the task itself, and may do more after that before
    /// its lane goes on.
    /// </summary>
    /// <param name="lane">Any number; equal numbers have the same lane.</param>
    /// <param name="work">What to do; an exception fails the task.</param>
    public Task<T> RunAsync<T>(uint lane, Action<TaskCompletionSource<T>> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Enqueue(_lanes[lane % LaneCount], () => Complete(done, work));
        return done.Task;
    }

    /// <summary>Refuses new work, and returns when all work taken on is done.</summary>
    public void Dispose()
    {
        lock (_sync)
        {
            _stopping = true;
            Monitor.PulseAll(_sync);
        }

        foreach (var thread in _threads) thread.Join();
    }

    private static void Complete<T>(TaskCompletionSource<T> done, Action<TaskCompletionSource<T>> work)
    {
        try
        {
            work(done);
        }
        catch (Exception e)
        {
            done.TrySetException(e);
        }
    }

    private void Enqueue(Queue<Action> lane, Action work)
    {
        lock (_sync)
        {
            ObjectDisposedException.ThrowIf(_stopping, this);
            lane.Enqueue(work);
            if (lane.Count > 1) return;

            _ready.Enqueue(lane);
            Monitor.Pulse(_sync);
        }
    }

    private void Work()
    {
        Queue<Action>? lane = null;
        while (Next(ref lane) is { } work) work();
    }

    /// <summary>Ends what ran in a lane and takes what comes next; null when there is nothing left to come.</summary>
    private Action? Next(ref Queue<Action>? lane)
    {
        lock (_sync)
        {
            // What runs stays at the head of its lane: so a lane that is not empty is ready or running, never both.
            lane?.Dequeue();
            if (lane?.Count > 0) _ready.Enqueue(lane);

            while (_ready.Count == 0)
            {
                if (_stopping) return null;
                Monitor.Wait(_sync);
            }

            lane = _ready.Dequeue();
            return lane.Peek();
        }
    }
}
