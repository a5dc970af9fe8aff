using Microsoft.Extensions.Options;
using OrleansSse.AspNetCore.FanOut;
using OrleansSse.Client.Subscriptions;

namespace OrleansSse.AspNetCore.Relay;

/// <summary>The relays of this gateway: made by a stream's first subscriber, kept for a while after the last one left.</summary>
internal sealed class StreamRelays(
    StreamSubscriptions subscriptions, FanOutLoops loops, IOptions<GatewayOptions> options, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<StreamName, Entry> _entries = [];

    /// <summary>The stream's relay; give it back with <see cref="Release"/>.</summary>
    public StreamRelay Acquire(StreamName stream)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(stream, out var entry))
            {
                _entries[stream] = entry = new(new(stream, subscriptions, loops, options.Value));
            }

            entry.Users++;
            return entry.Relay;
        }
    }

    public void Release(StreamRelay relay)
    {
        lock (_lock)
        {
            var entry = _entries[relay.Stream];
            entry.Users--;
            entry.UnusedSince = time.GetUtcNow();
        }
    }

    /// <summary>Ends the relays that nobody has used for a while; completes when their streams, which may be out of reach, know it.</summary>
    public Task SweepAsync()
    {
        List<StreamRelay> unused = [];
        lock (_lock)
        {
            var limit = time.GetUtcNow() - options.Value.RelayLinger;
            foreach (var (stream, entry) in _entries)
            {
                if (entry.Users > 0 || entry.UnusedSince > limit) continue;
                _entries.Remove(stream);
                unused.Add(entry.Relay);
            }
        }

        return Task.WhenAll(unused.Select(static relay => relay.DisposeAsync().AsTask()));
    }

    private sealed class Entry(StreamRelay relay)
    {
        public StreamRelay Relay { get; } = relay;

        public int Users { get; set; }

        public DateTimeOffset UnusedSince { get; set; }
    }
}
