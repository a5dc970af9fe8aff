using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace OrleansSse.Grains.Options;

/// <summary>What the streams of a pattern do differently from the rest.</summary>
public sealed class StreamRule : IValidatableObject
{
    /// <summary>As in NATS subjects: <c>*</c> stands for one token, a last <c>&gt;</c> for one or more.</summary>
    [Required]
    public string Pattern { get; set; } = "";

    /// <summary>Whether history is stored; null: as the rest.</summary>
    public Durability? Durability { get; set; }

    /// <summary>How much history is kept; null: as the rest.</summary>
    [ValidateObjectMembers]
    public Retention? Retention { get; set; }

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!StreamPattern.TryParse(Pattern, out _, out var refusal)) yield return new(refusal, [nameof(Pattern)]);
    }
}
