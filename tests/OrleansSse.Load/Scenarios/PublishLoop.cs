using System.Net.Sockets;

namespace OrleansSse.Load.Scenarios;

/// <summary>Serves many publishers with one thread: it waits until some have a response, and lets these go on.</summary>
internal sealed class PublishLoop(IReadOnlyList<FlatOutPublisher> publishers, MeasuringWindow window)
{
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestResponse = TimeSpan.FromSeconds(10);

    private readonly Dictionary<Socket, FlatOutPublisher> _awaiting = [];
    private readonly List<Socket> _readable = [];

    /// <summary>Publishes until the window is over and the last responses have come.</summary>
    public Task RunAsync(CancellationToken cancel) =>
        Task.Factory.StartNew(() => Run(cancel), cancel, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Run(CancellationToken cancel)
    {
        while (!window.IsOver)
        {
            foreach (var publisher in publishers)
            {
                if (publisher.IsRested) publisher.Publish();
            }

            // Without any response to wait for, all rest.
            if (!Serve()) cancel.WaitHandle.WaitOne(Turn);
            cancel.ThrowIfCancellationRequested();
        }

        var over = TimeProvider.System.GetTimestamp();
        while (Serve() && TimeProvider.System.GetElapsedTime(over) < LongestResponse) cancel.ThrowIfCancellationRequested();
        foreach (var publisher in publishers)
        {
            if (publisher.Awaited is not null) publisher.Disconnect($"No response within {LongestResponse.TotalSeconds:N0} s.");
            publisher.Dispose();
        }
    }

    /// <summary>Takes the responses that are there or come in a short while; false when none is awaited.</summary>
    private bool Serve()
    {
        _awaiting.Clear();
        _readable.Clear();
        foreach (var publisher in publishers)
        {
            if (publisher.Awaited is not { } socket) continue;
            _awaiting.Add(socket, publisher);
            _readable.Add(socket);
        }

        if (_readable.Count == 0) return false;
        Socket.Select(_readable, checkWrite: null, checkError: null, Turn);
        foreach (var socket in _readable) _awaiting[socket].Receive(window);
        return true;
    }
}
