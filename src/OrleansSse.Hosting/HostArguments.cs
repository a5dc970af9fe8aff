namespace OrleansSse.Hosting;

/// <summary>What the hosts' builders are told beside the command line.</summary>
public static class HostArguments
{
    /// <summary>
    /// The command line, and that configuration is read once: to see it change, .NET watches the working directory and all below it,
    /// so each directory of history too, and hears of every write there.
    /// </summary>
    public static string[] ReadOnce(string[] commandLine) => ["--hostBuilder:reloadConfigOnChange=false", .. commandLine];
}
