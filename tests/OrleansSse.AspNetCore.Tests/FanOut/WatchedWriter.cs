using System.IO.Pipelines;

namespace OrleansSse.AspNetCore.Tests.FanOut;

/// <summary>Notes what a writer must not do: write while a flush is under way, from two threads at once, or after the end.</summary>
internal sealed class WatchedWriter(PipeWriter inner) : PipeWriter
{
    private readonly Lock _lock = new();
    private readonly List<string> _wrong = [];
    private bool _isFlushing;
    private bool _hasEnded;
    private int _users;
    private int _flushes;

    /// <summary>What was done against the rules.</summary>
    public IReadOnlyList<string> Wrong
    {
        get
        {
            lock (_lock) return [.. _wrong];
        }
    }

    /// <summary>Flushes that have been begun.</summary>
    public int Flushes => Volatile.Read(ref _flushes);

    /// <summary>Runs before each flush: makes it fail.</summary>
    public Action BeforeFlush { get; set; } = static () => { };

    /// <summary>From here on nothing may be written.</summary>
    public void End()
    {
        lock (_lock)
        {
            Check(!_isFlushing, "ended while a flush was under way");
            _hasEnded = true;
        }
    }

    public override Memory<byte> GetMemory(int sizeHint = 0) => Use(() => inner.GetMemory(sizeHint));

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes) => Use(() =>
    {
        inner.Advance(bytes);
        return true;
    });

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _flushes);
        BeforeFlush();
        var flush = Use(() => inner.FlushAsync(cancellationToken));
        if (flush.IsCompleted) return flush;
        lock (_lock) _isFlushing = true;
        return WaitAsync(flush);
    }

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    private async ValueTask<FlushResult> WaitAsync(ValueTask<FlushResult> flush)
    {
        var result = await flush;
        lock (_lock) _isFlushing = false;
        return result;
    }

    private T Use<T>(Func<T> use)
    {
        lock (_lock)
        {
            Check(!_isFlushing, "used while a flush was under way");
            Check(!_hasEnded, "used after the end");
            Check(++_users == 1, "used by two at once");
        }

        var result = use();
        lock (_lock) _users--;
        return result;
    }

    private void Check(bool isRight, string what)
    {
        if (!isRight) _wrong.Add(what);
    }
}
