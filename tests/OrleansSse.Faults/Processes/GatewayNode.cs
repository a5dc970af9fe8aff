namespace OrleansSse.Faults.Processes;

/// <summary>A gateway.</summary>
/// <param name="name">Its name.</param>
/// <param name="command">How to start it.</param>
/// <param name="directory">Where its log goes.</param>
/// <param name="url">Its root.</param>
internal sealed class GatewayNode(string name, NodeCommand command, DirectoryInfo directory, Uri url) : Node(name, command, directory)
{
    /// <summary>Its root.</summary>
    public Uri Url => url;
}
