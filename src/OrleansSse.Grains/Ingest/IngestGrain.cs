using Microsoft.Extensions.Logging;
using Orleans.Streams.Core;
using OrleansSse.Client;

namespace OrleansSse.Grains.Ingest;

/// <summary>Appends what arrives on Orleans streams to the event stream of their key, which is this grain's.</summary>
[IngestSubscriptions]
internal sealed class IngestGrain(EventStreams streams, ILogger<IngestGrain> logger) : Grain, IGrainWithStringKey, IStreamSubscriptionObserver
{
    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) =>
        handleFactory.Create<object>().ResumeAsync(
            new IngestObserver(handleFactory.ProviderName, handleFactory.StreamId, streams, logger));
}
