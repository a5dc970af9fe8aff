using System.Globalization;

namespace OrleansSse.Faults.Network;

/// <summary>Tells which process has a socket, as Linux lists it: on loopback all connections come from the same address.</summary>
internal static class SocketOwner
{
    private static readonly string[] Tables = ["/proc/net/tcp", "/proc/net/tcp6"];

    /// <summary>The process, among some, that has the socket of a connection.</summary>
    /// <param name="local">The socket's own port.</param>
    /// <param name="remote">The port that it is connected to.</param>
    /// <param name="processIds">The processes that are asked about.</param>
    public static int? Find(int local, int remote, IEnumerable<int> processIds)
    {
        if (InodeOf(local, remote) is not { } inode) return null;
        var target = $"socket:[{inode}]";
        foreach (var id in processIds)
        {
            if (Has(id, target)) return id;
        }

        return null;
    }

    private static string? InodeOf(int local, int remote)
    {
        const int localAddress = 1, remoteAddress = 2, inode = 9;
        var (localEnd, remoteEnd) = (Port(local), Port(remote));
        foreach (var line in Tables.Where(File.Exists).SelectMany(File.ReadLines))
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length > inode
                && fields[localAddress].EndsWith(localEnd, StringComparison.Ordinal)
                && fields[remoteAddress].EndsWith(remoteEnd, StringComparison.Ordinal))
            {
                return fields[inode];
            }
        }

        return null;

        static string Port(int port) => string.Create(CultureInfo.InvariantCulture, $":{port:X4}");
    }

    private static bool Has(int processId, string target)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries($"/proc/{processId}/fd").Any(entry => new FileInfo(entry).LinkTarget == target);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The process has ended, or closed the file while the list was read.
            return false;
        }
    }
}
