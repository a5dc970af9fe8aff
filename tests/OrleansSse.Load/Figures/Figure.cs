namespace OrleansSse.Load.Figures;

/// <summary>One thing that was measured.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">How much.</param>
/// <param name="Unit">Of what.</param>
/// <param name="Goal">What it should be on a small machine, in words; null when nothing is asked.</param>
internal sealed record Figure(string Name, double Value, string Unit, string? Goal);
