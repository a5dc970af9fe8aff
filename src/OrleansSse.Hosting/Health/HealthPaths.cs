namespace OrleansSse.Hosting.Health;

/// <summary>Where both hosts are probed.</summary>
internal static class HealthPaths
{
    public const string Live = "/health/live";
    public const string Ready = "/health/ready";
}
