using System.CommandLine;

namespace OrleansSse.Load.Scenarios.FanOut;

/// <summary>The options that all fan-out scenarios share.</summary>
internal static class FanOutOptions
{
    /// <summary>The name of the peer.</summary>
    public const string Nchan = "nchan";

    /// <summary>Whether to measure a peer as well.</summary>
    public static Option<string?> Against { get; } = new Option<string?>("--against")
    {
        Description = "Run the same at a peer, in turn with the gateway, and print the ratios. It needs: apt-get install nginx libnginx-mod-nchan",
    }.AcceptOnlyFromAmong(Nchan);

    /// <summary>How often.</summary>
    public static CountOption Runs { get; } = new("--runs", 1, "Runs, each with a new server; of the figures the median is shown.");

    /// <summary>Adds them to a command.</summary>
    public static void AddTo(Command command)
    {
        command.Add(Against);
        command.Add(Runs);
    }
}
