using OrleansSse.Load.Figures;
using OrleansSse.Load.Http;

namespace OrleansSse.Load.Checks;

/// <summary>Reads a stream in the background, as an EventSource would, from its start until disposed.</summary>
internal sealed class Subscriber : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stop = new();
    private readonly SseClient _client;
    private readonly Task _reading;
    private long _wanted = long.MaxValue;
    private TaskCompletionSource _sawWanted = new();

    /// <param name="http">The client to use.</param>
    /// <param name="urls">The event stream at each gateway.</param>
    /// <param name="lastEventId">Where to resume; null to start as the URLs say.</param>
    public Subscriber(HttpClient http, IReadOnlyList<Uri> urls, string? lastEventId = null)
    {
        _client = new(http, urls, lastEventId);
        _reading = ReadAsync();
    }

    /// <summary>What it has seen so far.</summary>
    public SeenEvents Seen { get; } = new();

    /// <summary>How long no event came.</summary>
    public PauseMeter Pauses { get; } = new(TimeProvider.System);

    /// <summary>How often it has connected.</summary>
    public int Connections => _client.Connections;

    /// <summary>Waits until the server has said where the subscription begins: what is published from now on must be seen.</summary>
    /// <exception cref="RunFailedException">It does not say so.</exception>
    public async Task BegunAsync(CancellationToken cancel)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (_client.LastEventId is null)
        {
            await RethrowAsync();
            if (TimeProvider.System.GetElapsedTime(started) > Patience)
                throw new RunFailedException("A subscription's first bytes should hold an id, where it begins; none has come.");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, cancel);
        }
    }

    /// <summary>If it is connected elsewhere than to the first gateway, goes there now.</summary>
    public void GoHome() => _client.GoHome();

    /// <summary>Waits until it has seen a sequence; false when for half a minute no event came that it had not seen.</summary>
    public async Task<bool> SawAsync(long sequence, CancellationToken cancel)
    {
        _sawWanted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref _wanted, sequence);
        while (Seen.Last < sequence)
        {
            var count = Seen.Count;
            await Task.WhenAny(_sawWanted.Task, _reading, Task.Delay(Patience, TimeProvider.System, cancel));
            cancel.ThrowIfCancellationRequested();
            await RethrowAsync();
            if (Seen.Count == count) return false;
        }

        return true;
    }

    /// <summary>Throws what has ended it, if something has.</summary>
    public async ValueTask RethrowAsync()
    {
        if (_reading.IsCompleted) await _reading;
    }

    /// <summary>Reads no further.</summary>
    /// <returns>What it has seen.</returns>
    public async Task<SeenEvents> EndAsync()
    {
        await _stop.CancelAsync();
        await _reading;
        return Seen;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _stop.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            await foreach (var item in _client.ReadAsync(_stop.Token))
            {
                if (Seen.Add(item)) Pauses.Mark();
                if (Seen.Last >= Interlocked.Read(ref _wanted)) _sawWanted.TrySetResult();
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Disposed: an EventSource never ends by itself.
        }
    }
}
