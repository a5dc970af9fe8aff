using System.ComponentModel.DataAnnotations;

namespace OrleansSse.Client.Subscriptions;

/// <summary>How subscriptions keep their leases.</summary>
public sealed class StreamSubscriptionOptions
{
    /// <summary>A lease is renewed this often, ± 20 %; default 20 s. It must be well under the silos' lease duration (60 s).</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:30:00")]
    public TimeSpan RenewalInterval { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>A call to a stream that is not answered after this is given up, and another is made; default 3 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:10:00")]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>The first pause after a stream could not be reached; it doubles up to <see cref="MaxRetryDelay"/>. Default 50 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The longest pause between attempts to reach a stream; default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(2);
}
