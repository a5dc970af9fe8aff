using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OrleansSse.AspNetCore.FanOut;

/// <summary>What all connections of a gateway share: the clock and the rules. Times are milliseconds of a monotonic clock.</summary>
internal sealed class FanOutContext(IOptions<GatewayOptions> options, TimeProvider time, ILogger<SubscriberConnection> logger)
{
    private readonly GatewayOptions _options = options.Value;
    private readonly long _started = time.GetTimestamp();
    private long _drainStart;
    private long _drainWindow;

    public ILogger Logger => logger;

    public TimeProvider Time => time;

    /// <summary>How long a subscriber waits for a stream that does not answer.</summary>
    public TimeSpan Patience => _options.AttachTimeout;

    /// <summary>Never 0, which stands for "not waiting".</summary>
    public long Now => (long)time.GetElapsedTime(_started).TotalMilliseconds + 1;

    /// <summary>True once the gateway is about to stop.</summary>
    public bool IsDraining => Volatile.Read(ref _drainStart) != 0;

    /// <summary>Has connections end over a window from now on, each at the moment of its lot.</summary>
    public void Drain(TimeSpan window)
    {
        _drainWindow = (long)window.TotalMilliseconds;
        Volatile.Write(ref _drainStart, Now);
    }

    /// <summary>True when a connection with this lot, from 0 to 1, has to end because the gateway is about to stop.</summary>
    public bool IsDrained(float lot) => IsDraining && Now >= _drainStart + (long)(_drainWindow * lot);

    /// <summary>When a connection that begins now is to end.</summary>
    public long Expiry() => Now + (long)(_options.MaxConnectionAge.TotalMilliseconds * (0.8 + 0.4 * Random.Shared.NextDouble()));

    /// <summary>A pause to make before reconnecting, another for each subscriber.</summary>
    public TimeSpan Retry() => _options.RetryMin + (_options.RetryMax - _options.RetryMin) * Random.Shared.NextDouble();

    public bool NeedsHeartbeat(long lastWrite) => Now - lastWrite >= _options.Heartbeat.TotalMilliseconds;

    /// <summary>True when a client has accepted nothing for too long; a gateway that stops is less patient.</summary>
    public bool IsStalled(long waitingSince) =>
        waitingSince != 0 && Now - waitingSince >= (IsDraining ? DrainPatience : _options.StallTimeout).TotalMilliseconds;

    private TimeSpan DrainPatience => _options.DrainWindow < _options.StallTimeout ? _options.DrainWindow : _options.StallTimeout;
}
