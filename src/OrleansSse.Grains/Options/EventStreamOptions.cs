using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace OrleansSse.Grains.Options;

/// <summary>How streams behave on this silo. Configuration section: <c>EventStreams</c>.</summary>
public sealed class EventStreamOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "EventStreams";

    /// <summary>The name of the Orleans grain storage that holds history.</summary>
    public const string StorageName = "EventStreams";

    /// <summary>The name of the Orleans grain directory that tells where streams are active; without one of this name, the default serves.</summary>
    public const string DirectoryName = "EventStreams";

    /// <summary>Whether history is stored; default <see cref="Durability.Stored"/>.</summary>
    public Durability Durability { get; set; }

    /// <summary>How much history a stream keeps.</summary>
    [ValidateObjectMembers]
    public Retention Retention { get; set; } = new();

    /// <summary>What streams of certain names do differently; the first rule that matches a name counts.</summary>
    [ValidateEnumeratedItems]
    public IList<StreamRule> Streams { get; } = [];

    /// <summary>Bytes of data, type and key of one event; default 256 KiB.</summary>
    [Range(1, 16 << 20)]
    public int MaxEventBytes { get; set; } = 256 * 1024;

    /// <summary>Events of one publish; default 4,096.</summary>
    [Range(1, 65_536)]
    public int MaxBatchEvents { get; set; } = 4096;

    /// <summary>Bytes of one publish; default 1 MiB.</summary>
    [Range(1, 64 << 20)]
    public int MaxBatchBytes { get; set; } = 1 << 20;

    /// <summary>Bytes that may wait for storage on one stream before publishers are refused; default 8 MiB.</summary>
    [Range(1, 1 << 30)]
    public long MaxPendingBytes { get; set; } = 8 << 20;

    /// <summary>Recent events of a stream that are kept in memory; default 1,024.</summary>
    [Range(1, 65_536)]
    public int RecentEvents { get; set; } = 1024;

    /// <summary>Bytes of recent events of a stream that are kept in memory; default 1 MiB.</summary>
    [Range(1, 1 << 30)]
    public long RecentBytes { get; set; } = 1 << 20;

    /// <summary>After this long a storage operation counts as failed, with its outcome unknown; default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan StorageTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>A gateway's lease ends this long after its last renewal; default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// A stream that nobody has used for this long leaves the silo's memory until its next use; default 15 min. It is looked after once a
    /// minute. A stream whose history is in memory only stays as long as it has any.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:01", "1.00:00:00")]
    public TimeSpan DeactivateAfter { get; set; } = TimeSpan.FromMinutes(15);
}
