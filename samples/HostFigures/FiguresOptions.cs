using System.ComponentModel.DataAnnotations;

namespace HostFigures;

/// <summary>Where the figures go, and how often.</summary>
internal sealed class FiguresOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "HostFigures";

    /// <summary>The gateway.</summary>
    [Required]
    public Uri Gateway { get; set; } = new("http://localhost:8080");

    /// <summary>The time from one figure to the next; default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "1.00:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(1);
}
