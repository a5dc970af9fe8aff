using System.Net;
using System.Text;
using Microsoft.Extensions.Hosting;

namespace OrleansSse.Hosting.Health;

/// <summary>Answers probes of a silo, which listens to nothing else that speaks HTTP.</summary>
/// <param name="address">Where, as <see cref="SiloHealth.AddressKey"/> has it.</param>
/// <param name="silo">Knows whether the silo is active.</param>
internal sealed class SiloHealthEndpoint(string address, ISiloStatusOracle silo) : BackgroundService
{
    private readonly HttpListener _listener = new() { Prefixes = { address.TrimEnd('/') + '/' } };

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _listener.Start();
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _listener.Close();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested) await AnswerAsync(await _listener.GetContextAsync().WaitAsync(stoppingToken));
    }

    private async Task AnswerAsync(HttpListenerContext probe)
    {
        try
        {
            using var answer = probe.Response;
            var status = silo.CurrentStatus;
            answer.StatusCode = (int)(probe.Request.Url?.AbsolutePath switch
            {
                HealthPaths.Live => HttpStatusCode.OK,
                HealthPaths.Ready when status == SiloStatus.Active => HttpStatusCode.OK,
                HealthPaths.Ready => HttpStatusCode.ServiceUnavailable,
                _ => HttpStatusCode.NotFound,
            });
            await answer.OutputStream.WriteAsync(Encoding.UTF8.GetBytes($"{status}"));
        }
        catch (Exception exception) when (exception is HttpListenerException or IOException or ObjectDisposedException)
        {
            // Whoever asked has gone; that must not be the end of the silo.
        }
    }
}
