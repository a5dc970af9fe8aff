using System.Text.Json.Serialization;

namespace OrleansSse.AspNetCore.Endpoints;

/// <summary>What a PATCH of a stream changes; what it leaves out stays.</summary>
internal sealed class ChangeBody
{
    /// <summary>The stream's own retention; null: none.</summary>
    public RetentionBody? Retention
    {
        get;
        set => (field, HasRetention) = (value, true);
    }

    [JsonIgnore]
    public bool HasRetention { get; private set; }

    /// <summary>True to complete the stream.</summary>
    public bool? Completed { get; set; }
}
