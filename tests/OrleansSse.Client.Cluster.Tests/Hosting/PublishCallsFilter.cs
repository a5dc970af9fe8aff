namespace OrleansSse.Client.Cluster.Tests.Hosting;

internal sealed class PublishCallsFilter(PublishCalls calls, ILocalSiloDetails silo) : IIncomingGrainCallFilter
{
    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (context is { Grain: IEventStreamGrain, MethodName: nameof(IEventStreamGrain.PublishMany) })
        {
            calls.Enqueue((context.TargetId.Key.ToString()!, context.SourceId, silo.SiloAddress));
        }

        return context.Invoke();
    }
}
