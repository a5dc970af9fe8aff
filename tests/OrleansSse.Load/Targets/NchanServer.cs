using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using OrleansSse.Load.Http;

namespace OrleansSse.Load.Targets;

/// <summary>The peer: nginx with Nchan, one worker, events in memory.</summary>
internal sealed partial class NchanServer : SseServer
{
    private const string Program = "nginx";
    private const string HowToInstall = "Nchan is not installed: apt-get install nginx libnginx-mod-nchan";

    private readonly ProcessLog _log;
    private readonly Process _process;

    private NchanServer(DirectoryInfo directory, string configuration, int port)
    {
        Url = new($"http://127.0.0.1:{port}");
        _log = new(directory.FullName + ".log");
        _process = Process.Start(new ProcessStartInfo(Program, ["-p", directory.FullName, "-c", configuration])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _log.Follow(_process);
    }

    /// <inheritdoc />
    public override Uri Url { get; }

    /// <inheritdoc />
    public override IReadOnlyList<int> ProcessIds => [_process.Id, .. Children(_process.Id)];

    /// <summary>Starts it, and waits until it listens.</summary>
    /// <param name="directory">An empty directory for it.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <exception cref="RunFailedException">It is not installed, or does not start.</exception>
    public static async Task<NchanServer> StartAsync(DirectoryInfo directory, CancellationToken cancel)
    {
        var module = await FindModuleAsync(cancel);
        var port = LoopbackPort.Find();
        var configuration = Path.Combine(directory.FullName, "nginx.conf");
        await File.WriteAllTextAsync(configuration, Configuration(module, port), cancel);
        var server = new NchanServer(directory, configuration, port);
        try
        {
            await server.ListensAsync(cancel);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc />
    public override string PublishPath(string stream) => $"/pub?id={stream}";

    /// <inheritdoc />
    public override string SubscribePath(string stream) => $"/sub?id={stream}";

    /// <inheritdoc />
    public override string HistoryPath(string stream) => $"/old?id={stream}";

    /// <inheritdoc />
    public override bool IsAcknowledged(HttpReply reply, out StreamPosition id)
    {
        id = default;
        return reply.Status is 201 or 202;
    }

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _log.Dispose();
    }

    private async Task ListensAsync(CancellationToken cancel)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (_process.HasExited) throw new RunFailedException($"nginx ended. Its last output:{Environment.NewLine}{_log.Tail}");
            if (TimeProvider.System.GetElapsedTime(started) > Readiness.Limit) throw new RunFailedException($"nginx does not listen on {Url}.");
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(Url.Host, Url.Port, cancel);
                return;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
            {
                await Task.Delay(Readiness.Interval, TimeProvider.System, cancel);
            }
        }
    }

    private static string Configuration(string module, int port) =>
        $$"""
        load_module {{module}};
        worker_processes 1; daemon off; pid nginx.pid; error_log error.log error; worker_rlimit_nofile 19000;
        events { worker_connections 18000; }
        http {
          access_log off; keepalive_requests 100000000;
          client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
          nchan_max_reserved_memory 512M;
          server {
            listen 127.0.0.1:{{port}} backlog=65535;
            location = /pub { nchan_publisher; nchan_channel_id $arg_id; nchan_message_buffer_length 1000; nchan_message_timeout 5m; }
            location = /sub { nchan_subscriber eventsource; nchan_channel_id $arg_id; nchan_subscriber_first_message newest; }
            location = /old { nchan_subscriber eventsource; nchan_channel_id $arg_id; nchan_subscriber_first_message oldest; }
          }
        }

        """;

    private static async Task<string> FindModuleAsync(CancellationToken cancel)
    {
        try
        {
            using var nginx = Process.Start(new ProcessStartInfo(Program, ["-V"]) { RedirectStandardError = true })!;
            var directory = ModulesPath().Match(await nginx.StandardError.ReadToEndAsync(cancel)).Groups["path"].Value;
            await nginx.WaitForExitAsync(cancel);
            var module = Path.Combine(directory, "ngx_nchan_module.so");
            return File.Exists(module) ? module : throw new RunFailedException($"{HowToInstall} (there is no {module}).");
        }
        catch (Win32Exception e)
        {
            throw new RunFailedException($"{HowToInstall} ({e.Message}).", e);
        }
    }

    private static IEnumerable<int> Children(int id) => File.ReadAllText($"/proc/{id}/task/{id}/children")
        .Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(static child => int.Parse(child, CultureInfo.InvariantCulture));

    [GeneratedRegex("--modules-path=(?<path>[^ ]+)")]
    private static partial Regex ModulesPath();
}
