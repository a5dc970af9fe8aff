namespace OrleansSse.Load.Targets;

/// <summary>The directory of one run: it holds data and logs of every process that the run starts, and ends with it.</summary>
internal sealed class RunDirectory(DirectoryInfo parent, string name, bool keep) : IDisposable
{
    private int _gateways;
    private bool _keep = keep;

    /// <summary>Its path; it is made when the first of them is started.</summary>
    public string Path { get; } = System.IO.Path.Combine(parent.FullName, $"{name}-{Guid.NewGuid():N}");

    /// <summary>True when there is something, and it stays.</summary>
    public bool IsKept => _keep && Directory.Exists(Path);

    /// <summary>Leaves the directory for the user to look at.</summary>
    public void Keep() => _keep = true;

    /// <summary>An empty data directory for one more gateway.</summary>
    public DirectoryInfo NewGatewayDirectory() =>
        Directory.CreateDirectory(System.IO.Path.Combine(Path, $"gateway-{++_gateways}"));

    /// <inheritdoc />
    public void Dispose()
    {
        if (!_keep && Directory.Exists(Path)) Directory.Delete(Path, recursive: true);
    }
}
