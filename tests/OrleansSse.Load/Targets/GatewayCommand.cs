using System.Reflection;

namespace OrleansSse.Load.Targets;

/// <summary>How to start a gateway.</summary>
/// <param name="FileName">The program.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record GatewayCommand(string FileName, params IReadOnlyList<string> Arguments)
{
    /// <summary>The gateway that was built with this tool, through <c>dotnet run</c>.</summary>
    public static GatewayCommand DotnetRun => new(
        "dotnet",
        "run", "--no-build", "--no-launch-profile", "--configuration", Configuration, "--project", Built("GatewayProject"));

    private static string Configuration =>
        typeof(GatewayCommand).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    /// <summary>A .dll or an executable; by default the gateway that was built with this tool.</summary>
    public static GatewayCommand Of(FileInfo? file)
    {
        var path = file?.FullName ?? Built("GatewayAssembly");
        if (!File.Exists(path)) throw new RunFailedException($"There is no gateway at {path}. Build it, or name one with --gateway.");
        return Path.GetExtension(path) == ".dll" ? new("dotnet", path) : new(path);
    }

    private static string Built(string key) => typeof(GatewayCommand).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}
