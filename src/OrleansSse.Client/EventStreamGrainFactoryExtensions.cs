using Microsoft.Extensions.DependencyInjection;

namespace OrleansSse.Client;

/// <summary>Finds event streams where grains are found: in a client and, as <c>GrainFactory</c>, in every grain.</summary>
public static class EventStreamGrainFactoryExtensions
{
    /// <summary>The cluster's event streams.</summary>
    /// <param name="grains">A grain's <c>GrainFactory</c>, an <see cref="IClusterClient"/>, or either from dependency injection.</param>
    /// <exception cref="InvalidOperationException">The silo's or client's builder was not told <c>AddEventStreams</c>, or has not started.</exception>
    public static IEventStreams GetEventStreams(this IGrainFactory grains)
    {
        ArgumentNullException.ThrowIfNull(grains);
        var streams = grains is IClusterClient client ? client.ServiceProvider.GetService<IEventStreams>() : KnownGrainFactories.Find(grains);
        return streams ?? throw new InvalidOperationException("There are no event streams here: call AddEventStreams on the silo's or client's builder.");
    }

    /// <summary>One of the cluster's event streams.</summary>
    /// <param name="grains">A grain's <c>GrainFactory</c>, an <see cref="IClusterClient"/>, or either from dependency injection.</param>
    /// <param name="name">The stream's name.</param>
    /// <exception cref="InvalidStreamNameException">The name breaks the rule; the message says how.</exception>
    /// <exception cref="InvalidOperationException">The silo's or client's builder was not told <c>AddEventStreams</c>, or has not started.</exception>
    public static IEventStreamClient GetEventStream(this IGrainFactory grains, string name) => grains.GetEventStreams().GetStream(name);
}
