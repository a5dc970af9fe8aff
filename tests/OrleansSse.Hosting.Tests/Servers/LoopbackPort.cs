using System.Net.NetworkInformation;

namespace OrleansSse.Hosting.Tests.Servers;

/// <summary>Finds a port of 127.0.0.1.</summary>
internal static class LoopbackPort
{
    // Below the range from which systems take ports for outgoing connections, so that it is still free after a restart.
    public static int Find()
    {
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(static listener => listener.Port).ToHashSet();
        return Enumerable.Range(0, 100).Select(static _ => Random.Shared.Next(20_000, 32_000)).First(port => !taken.Contains(port));
    }
}
