using Orleans.Services;

namespace OrleansSse;

/// <summary>
/// A silo's entrance for what clients publish to its streams. A call to a grain goes to any silo, which passes it on; one to an entrance
/// goes to the silo itself.
/// </summary>
[Alias("OrleansSse.IStreamEntrance")]
public interface IStreamEntrance : IGrainService
{
    /// <summary>As <see cref="IEventStreamGrain.PublishMany"/>, wherever the stream is by now.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="requests">The publishes.</param>
    [Alias("PublishMany")]
    Task<PublishReports> PublishMany(StreamName stream, PublishRequest[] requests);
}
