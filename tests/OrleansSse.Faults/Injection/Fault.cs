namespace OrleansSse.Faults.Injection;

/// <summary>One way to break the cluster, and to mend it again.</summary>
internal abstract class Fault(string name)
{
    /// <summary>Its name on the command line and in the report.</summary>
    public string Name => name;

    /// <summary>Breaks, and mends; all that is left to do then is to wait.</summary>
    public abstract Task RunAsync(Incident incident);
}
