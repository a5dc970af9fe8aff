using System.Diagnostics;
using System.Reflection;

namespace OrleansSse.Faults.Processes;

/// <summary>How to start a process.</summary>
/// <param name="FileName">The program.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Environment">What is added to its environment.</param>
internal sealed record NodeCommand(string FileName, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>The silo that was built with this tool.</summary>
    public static NodeCommand Silo(IReadOnlyDictionary<string, string> environment) => Built("SiloAssembly", environment);

    /// <summary>The gateway that was built with this tool.</summary>
    public static NodeCommand Gateway(IReadOnlyDictionary<string, string> environment) => Built("GatewayAssembly", environment);

    /// <summary>What starts it in a directory.</summary>
    public ProcessStartInfo StartInfo(string directory)
    {
        var info = new ProcessStartInfo(FileName, Arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Environment) info.Environment[name] = value;
        return info;
    }

    private static NodeCommand Built(string key, IReadOnlyDictionary<string, string> environment)
    {
        var path = typeof(NodeCommand).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
        return new("dotnet", [path], environment);
    }
}
