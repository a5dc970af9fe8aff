namespace OrleansSse.Faults.Processes;

/// <summary>A silo.</summary>
/// <param name="name">Its name.</param>
/// <param name="command">How to start it.</param>
/// <param name="directory">Where its log goes.</param>
/// <param name="siloPort">Where other silos connect.</param>
/// <param name="gatewayPort">Where clients connect.</param>
internal sealed class SiloNode(string name, NodeCommand command, DirectoryInfo directory, int siloPort, int gatewayPort)
    : Node(name, command, directory)
{
    /// <summary>Where other silos connect; it tells a silo from others.</summary>
    public int SiloPort => siloPort;

    /// <summary>Where clients connect.</summary>
    public int GatewayPort => gatewayPort;
}
