using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Reflection;

namespace OrleansSse.Load.Targets;

/// <summary>A silo of a cluster on this machine whose streams are in memory only; the first silo keeps the list of members.</summary>
internal sealed class SiloProcess : IDisposable
{
    /// <summary>The id of the cluster, and of its service.</summary>
    public const string ClusterId = "load";

    private readonly ProcessLog _log;
    private readonly Process _process;

    private SiloProcess(DirectoryInfo directory, IReadOnlyList<string> environment, int number, IPEndPoint? primary)
    {
        SiloEndPoint = new(IPAddress.Loopback, LoopbackPort.Find());
        ClientEndPoint = new(IPAddress.Loopback, LoopbackPort.Find());
        _log = new(Path.Combine(directory.FullName, string.Create(CultureInfo.InvariantCulture, $"silo-{number}.log")));
        _process = Process.Start(StartInfo(directory, environment, primary ?? SiloEndPoint))!;
        _log.Follow(_process);
    }

    /// <summary>Where other silos reach it.</summary>
    public IPEndPoint SiloEndPoint { get; }

    /// <summary>Where clients reach it.</summary>
    public IPEndPoint ClientEndPoint { get; }

    /// <summary>The id of its process.</summary>
    public int Id => _process.Id;

    /// <summary>What makes a gateway a client of its cluster, of the form NAME=VALUE.</summary>
    public IReadOnlyList<string> ClientEnvironment =>
    [
        $"Orleans__ClusterId={ClusterId}", $"Orleans__ServiceId={ClusterId}",
        "Orleans__Clustering__ProviderType=Static", $"Orleans__Clustering__Gateways__0={ClientEndPoint}",
    ];

    /// <summary>The last lines that it printed.</summary>
    public string LastOutput => _log.Tail;

    /// <summary>Starts a cluster of so many silos; they may not be ready yet.</summary>
    public static IReadOnlyList<SiloProcess> StartMany(DirectoryInfo directory, IReadOnlyList<string> environment, int count)
    {
        var silos = new List<SiloProcess>();
        while (silos.Count < count) silos.Add(new(directory, environment, silos.Count + 1, silos.FirstOrDefault()?.SiloEndPoint));
        return silos;
    }

    /// <summary>Ends the process at once.</summary>
    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _log.Dispose();
    }

    private ProcessStartInfo StartInfo(DirectoryInfo directory, IReadOnlyList<string> environment, IPEndPoint primary)
    {
        var info = new ProcessStartInfo("dotnet", [Built()])
        {
            WorkingDirectory = directory.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment["Orleans__ClusterId"] = ClusterId;
        info.Environment["Orleans__ServiceId"] = ClusterId;
        info.Environment["Orleans__Clustering__ProviderType"] = "Development";
        info.Environment["Orleans__Clustering__PrimarySiloEndPoint"] = primary.ToString();
        info.Environment["Orleans__Endpoints__AdvertisedIPAddress"] = SiloEndPoint.Address.ToString();
        info.Environment["Orleans__Endpoints__SiloPort"] = SiloEndPoint.Port.ToString(CultureInfo.InvariantCulture);
        info.Environment["Orleans__Endpoints__GatewayPort"] = ClientEndPoint.Port.ToString(CultureInfo.InvariantCulture);
        info.Environment["EventStreams__Durability"] = "Memory";
        info.AddEnvironment(environment);
        return info;
    }

    private static string Built() => typeof(SiloProcess).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(static attribute => attribute.Key == "SiloAssembly").Value!;
}
