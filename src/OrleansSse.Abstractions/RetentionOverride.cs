namespace OrleansSse;

/// <summary>What one stream keeps differently from its options; null leaves a bound to the options.</summary>
/// <param name="MaxEvents">Events.</param>
/// <param name="MaxBytes">Bytes of data, types and keys.</param>
/// <param name="MaxAge">Age of an event.</param>
[GenerateSerializer, Immutable, Alias("OrleansSse.RetentionOverride")]
public sealed record RetentionOverride(
    [property: Id(0)] long? MaxEvents = null,
    [property: Id(1)] long? MaxBytes = null,
    [property: Id(2)] TimeSpan? MaxAge = null)
{
    /// <summary>The retention that results from the options' and this.</summary>
    public Retention Over(Retention options) => new()
    {
        MaxEvents = MaxEvents ?? options.MaxEvents,
        MaxBytes = MaxBytes ?? options.MaxBytes,
        MaxAge = MaxAge ?? options.MaxAge,
    };
}
