using Microsoft.Extensions.Options;
using Polly;

namespace HostFigures;

/// <summary>Publishes each figure at its interval. While the gateway cannot be reached figures are passed over: an old one is of no use.</summary>
internal sealed partial class FiguresWorker(
    IEnumerable<IFigure> figures,
    FigurePublisher publisher,
    IOptions<FiguresOptions> options,
    TimeProvider time,
    ILogger<FiguresWorker> logger) : BackgroundService
{
    private readonly Guid _run = Guid.NewGuid();

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(figures.Select(figure => PublishAsync(figure, stoppingToken)));

    private async Task PublishAsync(IFigure figure, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.Interval, time);
        for (var number = 1L; await timer.WaitForNextTickAsync(stoppingToken); number++)
        {
            try
            {
                await publisher.PublishAsync(figure.Stream, $"{_run:N}-{number}", figure.Read(), stoppingToken);
            }
            catch (Exception e) when (e is HttpRequestException or ExecutionRejectedException)
            {
                Log.FigureLost(logger, figure.Stream, options.Value.Gateway, e.Message);
            }
        }
    }
}
