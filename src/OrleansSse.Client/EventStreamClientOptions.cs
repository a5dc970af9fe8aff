using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace OrleansSse.Client;

/// <summary>How a process publishes and reads through <see cref="IEventStreams"/>. Configuration section: <c>EventStreams:Client</c>.</summary>
public sealed class EventStreamClientOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "EventStreams:Client";

    /// <summary>Events of an <see cref="IAsyncEnumerable{T}"/> that are published together, and that are taken ahead; default 512.</summary>
    [Range(1, 65_536)]
    public int MaxBatchEvents { get; set; } = 512;

    /// <summary>Bytes that are published together; default 256 KiB. A larger event goes alone.</summary>
    [Range(1, 64 << 20)]
    public int MaxBatchBytes { get; set; } = 256 * 1024;

    /// <summary>Live events that wait for a subscriber before it is served from history; default 16,384.</summary>
    [Range(1, 1 << 20)]
    public int MaxBufferEvents { get; set; } = 16_384;

    /// <summary>Bytes of live events that wait for a subscriber before it is served from history; default 4 MiB.</summary>
    [Range(1, 1 << 30)]
    public long MaxBufferBytes { get; set; } = 4 << 20;

    /// <summary>Streams to which a broadcast publishes at the same time; default 64.</summary>
    [Range(1, 4096)]
    public int BroadcastParallelism { get; set; } = 64;

    /// <summary>For how long a stream that cannot be reached is asked again; default 15 s, longer than it takes to notice that a silo is lost.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How values become the JSON of events; default <see cref="JsonSerializerDefaults.Web"/>. For source generation set
    /// <see cref="JsonSerializerOptions.TypeInfoResolver"/>. It cannot be changed once it is in use.
    /// </summary>
    [Required]
    public JsonSerializerOptions Json { get; set; } = new(JsonSerializerDefaults.Web);
}
