using System.Collections.Concurrent;

namespace OrleansSse.Grains.Tests;

/// <summary>
/// Runs async code as a grain does: turn after turn on one thread. So a test decides what interleaves with what, and
/// one that waits for what cannot happen any more fails at once.
/// </summary>
internal sealed class Turns : SynchronizationContext
{
    private readonly ConcurrentQueue<(SendOrPostCallback Turn, object? State)> _queue = new();

    private Turns()
    {
    }

    public static void Run(Func<Task> body)
    {
        var turns = new Turns();
        var before = Current;
        SetSynchronizationContext(turns);
        try
        {
            var task = body();
            while (!task.IsCompleted)
            {
                Assert.True(turns.RunOne(), "The test waits for something that nothing is left to bring about.");
            }

            task.GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    /// <summary>Completes when everything that can go on by itself has done so.</summary>
    public static async Task SettleAsync()
    {
        var turns = (Turns)Current!;
        do
        {
            await Task.Yield();
        }
        while (!turns._queue.IsEmpty);
    }

    public override void Post(SendOrPostCallback d, object? state) => _queue.Enqueue((d, state));

    private bool RunOne()
    {
        if (!_queue.TryDequeue(out var next)) return false;
        next.Turn(next.State);
        return true;
    }
}
