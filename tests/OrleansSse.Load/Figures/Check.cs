namespace OrleansSse.Load.Figures;

/// <summary>One rule that the gateway must keep.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Violations">How often it was broken.</param>
internal sealed record Check(string Rule, long Violations);
