using System.Diagnostics;

namespace OrleansSse.Load.Targets;

/// <summary>Environment of a process, as <c>--env</c> gives it.</summary>
internal static class EnvironmentVariables
{
    /// <summary>Adds variables of the form NAME=VALUE.</summary>
    public static void AddEnvironment(this ProcessStartInfo info, IEnumerable<string> variables)
    {
        foreach (var variable in variables)
        {
            var equals = variable.IndexOf('=', StringComparison.Ordinal);
            info.Environment[variable[..equals]] = variable[(equals + 1)..];
        }
    }
}
