using Microsoft.Extensions.Logging;
using OrleansSse.Client;

namespace OrleansSse.Grains.Entrance;

/// <summary>Passes on what clients send to this silo because they have heard that a stream is here.</summary>
internal sealed class StreamEntrance(
    GrainId id, Silo silo, ILoggerFactory loggers, ILocalSiloDetails details, IGrainFactory grains, LocalEntrance local)
    : GrainService(id, silo, loggers), IStreamEntrance
{
    private readonly EventStreamGrains _streams = new(grains);

    public override Task Start()
    {
        // A client knows silos by the addresses at which they take clients.
        if (details.GatewayAddress is { } gateway && SystemTargetGrainId.TryParse(GrainId, out var entrance))
        {
            local.Own = grains.GetGrain<IStreamEntrance>(entrance.WithSiloAddress(gateway).GrainId);
        }

        return base.Start();
    }

    public Task<PublishReports> PublishMany(StreamName stream, PublishRequest[] requests) =>
        _streams.Get(stream).PublishMany(requests);
}
