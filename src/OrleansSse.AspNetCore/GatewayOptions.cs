using System.ComponentModel.DataAnnotations;

namespace OrleansSse.AspNetCore;

/// <summary>How a gateway serves streams. Configuration section: <c>Gateway</c>.</summary>
public sealed class GatewayOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Gateway";

    /// <summary>Recent frames that a relay keeps for replay; default 4,096.</summary>
    [Range(1, 1 << 20)]
    public int RingFrames { get; set; } = 4096;

    /// <summary>Bytes of recent frames that a relay keeps; default 4 MiB.</summary>
    [Range(1, 1 << 30)]
    public long RingBytes { get; set; } = 4 << 20;

    /// <summary>A relay stays this long after its last subscriber left; default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan RelayLinger { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>A subscriber waits this long for a stream or its history that cannot be reached before it is told to retry; default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan AttachTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>After this long without an event a subscriber gets a heartbeat; default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>A connection that accepts no bytes for this long is closed; default 20 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan StallTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>A connection is closed after this long, ± 20 %, and resumes elsewhere; default 30 min.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "7.00:00:00")]
    public TimeSpan MaxConnectionAge { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// A gateway that stops ends its connections over this long, so that they do not all come back elsewhere at once; over less
    /// (5 ms each) where they are few. Default 5 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan DrainWindow { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The shortest pause that a subscriber is told to make before it reconnects; default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:05:00")]
    public TimeSpan RetryMin { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause that a subscriber is told to make before it reconnects; default 3 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:05:00")]
    public TimeSpan RetryMax { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>Bytes of one published event; default 256 KiB. The silos have a limit of their own.</summary>
    [Range(1, 16 << 20)]
    public int MaxEventBytes { get; set; } = 256 * 1024;

    /// <summary>Events that a streaming body hands to the stream at once; default 1,024.</summary>
    [Range(1, 4096)]
    public int MaxBatchEvents { get; set; } = 1024;

    /// <summary>Bytes that a streaming body hands to the stream at once; default 512 KiB.</summary>
    [Range(1, 1 << 20)]
    public int MaxBatchBytes { get; set; } = 512 * 1024;

    /// <summary>
    /// Origins whose pages may subscribe, without credentials; default <c>*</c>, any. Publishing is not opened to other origins.
    /// </summary>
    public IList<string> AllowedOrigins { get; set; } = ["*"];

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (RetryMin > RetryMax) yield return new($"{nameof(RetryMin)} must not be more than {nameof(RetryMax)}.");
    }
}
