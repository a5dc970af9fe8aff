using System.ComponentModel.DataAnnotations;

namespace OrleansSse;

/// <summary>How much history a stream keeps: whichever bound is reached first drops the oldest events.</summary>
[GenerateSerializer, Immutable, Alias("OrleansSse.Retention")]
public sealed record Retention
{
    /// <summary>Events; default 10,000, at most 65,536.</summary>
    [Id(0), Range(typeof(long), "1", "65536")]
    public long MaxEvents { get; init; } = 10_000;

    /// <summary>
    /// Bytes of data, types and keys; default 16 MiB, which is also all that small events can reach: history has at most
    /// 256 segments of 64 KiB, or of one event if that is larger. At most 64 MiB.
    /// </summary>
    [Id(1), Range(typeof(long), "1", "67108864")]
    public long MaxBytes { get; init; } = 16 << 20;

    /// <summary>Age of an event; default 24 h.</summary>
    [Id(2), Range(typeof(TimeSpan), "00:00:01", "3650.00:00:00")]
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromHours(24);
}
