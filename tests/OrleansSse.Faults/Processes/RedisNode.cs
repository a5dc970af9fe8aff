using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using OrleansSse.Load.Targets;

namespace OrleansSse.Faults.Processes;

/// <summary>A Redis that has every write on disk before it answers.</summary>
internal sealed class RedisNode(DirectoryInfo directory, int port) : Node("redis", Command(port), directory)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint { get; } = new(IPAddress.Loopback, port);

    /// <summary>A Redis on a free port.</summary>
    public static RedisNode In(DirectoryInfo directory) => new(directory, LoopbackPort.Find());

    /// <summary>True when it answers.</summary>
    public async Task<bool> IsReadyAsync(CancellationToken cancel) => await TryDoAsync("PING", cancel) == "+PONG";

    /// <summary>Lets no write in until there is space again; what is stored can be read.</summary>
    public Task FillAsync(CancellationToken cancel) => DoAsync("CONFIG SET maxmemory 1", cancel);

    /// <summary>Gives it all the space of the machine.</summary>
    public Task MakeSpaceAsync(CancellationToken cancel) => DoAsync("CONFIG SET maxmemory 0", cancel);

    private static NodeCommand Command(int port) => new(
        "redis-server",
        [
            "--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1",
            "--appendonly", "yes", "--appendfsync", "always", "--save", "",
        ],
        new Dictionary<string, string>());

    private async Task DoAsync(string command, CancellationToken cancel)
    {
        if (await TryDoAsync(command, cancel) is not "+OK" and var answer)
            throw new Load.RunFailedException($"Redis answered '{answer}' to {command}.");
    }

    private async Task<string?> TryDoAsync(string command, CancellationToken cancel)
    {
        using var client = new TcpClient();
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        waiting.CancelAfter(Patience);
        try
        {
            await client.ConnectAsync(EndPoint, waiting.Token);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"), waiting.Token);
            using var reader = new StreamReader(client.GetStream());
            return await reader.ReadLineAsync(waiting.Token);
        }
        catch (Exception e) when (e is SocketException or IOException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return null;
        }
    }
}
