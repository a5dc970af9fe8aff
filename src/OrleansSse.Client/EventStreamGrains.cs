namespace OrleansSse.Client;

/// <summary>
/// References to the grains of streams. Orleans finds out by reflection, each time, which type of grain an interface is of, which takes longer than the
/// stream takes for an event; the answer is the same for all streams.
/// </summary>
internal sealed class EventStreamGrains(IGrainFactory grains)
{
    private Types? _types;

    /// <summary>The grain of a stream.</summary>
    public IEventStreamGrain Get(StreamName stream)
    {
        if (_types is { } types) return (IEventStreamGrain)grains.GetGrain(GrainId.Create(types.Grain, stream.ToString()), types.Interface);
        var found = grains.GetGrain<IEventStreamGrain>(stream.ToString());
        if (found is GrainReference reference) _types = new(reference.GrainId.Type, reference.InterfaceType);
        return found;
    }

    private sealed record Types(GrainType Grain, GrainInterfaceType Interface);
}
