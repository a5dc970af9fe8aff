using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;

namespace OrleansSse.Hosting.Tests.Servers;

/// <summary>A server that runs for the tests alone.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _said = new();

    private ServerProcess(string program, IEnumerable<string> arguments)
    {
        _process = new() { StartInfo = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true } };
        _process.OutputDataReceived += (_, line) => _said.Enqueue(line.Data ?? "");
        _process.ErrorDataReceived += (_, line) => _said.Enqueue(line.Data ?? "");
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Starts the server and waits until it takes connections.</summary>
    public static async Task<ServerProcess> StartAsync(int port, string program, params string[] arguments)
    {
        var server = new ServerProcess(program, arguments);
        await Waiting.Until(() => server.ListensAsync(port), $"a connection to {program}, which said:\n{string.Join('\n', server._said)}");
        return server;
    }

    /// <summary>Asks the server to end, and waits until it has.</summary>
    public async Task StopAsync()
    {
        await ServerProgram.RunAsync("kill", "-TERM", $"{_process.Id}");
        await _process.WaitForExitAsync().Within("the end of the server");
    }

    /// <summary>Ends the server as a power cut does.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<bool> ListensAsync(int port)
    {
        Assert.False(_process.HasExited, $"The server ended while it started. It said:\n{string.Join('\n', _said)}");
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
