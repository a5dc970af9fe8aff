using System.ComponentModel.DataAnnotations;

namespace OrleansSse.Client.Publishing;

/// <summary>How long a publish is tried.</summary>
public sealed class StreamPublisherOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "EventStreams:Publishing";

    /// <summary>An attempt that fails later than this after the first began is the last; default 15 s, longer than it takes to notice that a silo is lost.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The first attempt is given up for another after this; the time doubles up to <see cref="AttemptTimeout"/>. Default 750 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:10:00")]
    public TimeSpan FirstAttemptTimeout { get; set; } = TimeSpan.FromMilliseconds(750);

    /// <summary>An attempt that is not answered after this is given up, and another is made; default 3 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:10:00")]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>The first pause between attempts; it doubles, with jitter, up to <see cref="MaxRetryDelay"/>. Default 50 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The longest pause between attempts; default 500 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Bytes of publishes to one stream that may be pending in this process; default 8 MiB. Beyond it, only publishers that have less pending than a fair
    /// share are let in; nobody is beyond four times as much.
    /// </summary>
    [Range(1, 1 << 30)]
    public long MaxPendingBytes { get; set; } = 8 << 20;

    /// <summary>The same over all streams, shared fairly among them; default 64 MiB.</summary>
    [Range(1, 1L << 40)]
    public long MaxTotalPendingBytes { get; set; } = 64 << 20;

    /// <summary>
    /// Streams published to beyond which those that are idle are looked for at once, and not only each minute. To find one again takes a tenth of a publish;
    /// to remember it, less than 1 KB.
    /// </summary>
    internal int KeptLanes { get; set; } = 65_536;
}
