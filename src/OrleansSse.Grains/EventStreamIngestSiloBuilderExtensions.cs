using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OrleansSse.Grains.Ingest;

namespace OrleansSse.Grains;

/// <summary>Adds to a silo that event streams take what arrives on other Orleans streams.</summary>
public static class EventStreamIngestSiloBuilderExtensions
{
    /// <summary>
    /// Appends every item of the Orleans streams of some namespaces, whatever their provider, to the event stream whose name is the stream's key.
    /// Items are <see cref="EventData"/>, text, or anything that the JSON options can write. They are stored once, also when the provider delivers
    /// them again, for as long as history has them. An item that can never be an event is passed over with an error in the log; one whose event
    /// stream cannot be reached is delivered again for as long as the provider does that (<c>StreamPullingAgentOptions.MaxEventDeliveryTime</c>).
    /// </summary>
    /// <param name="builder">A silo with <c>AddEventStreams</c> and the source's stream provider. All silos need the same namespaces.</param>
    /// <param name="namespaces">The namespaces, besides those of the configuration section <see cref="IngestOptions.Section"/>.</param>
    public static ISiloBuilder AddEventStreamIngest(this ISiloBuilder builder, params string[] namespaces)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(namespaces);
        builder.Services.AddOptions<IngestOptions>()
            .BindConfiguration(IngestOptions.Section)
            .Configure(options =>
            {
                foreach (var name in namespaces) options.Namespaces.Add(name);
            })
            .ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<IngestOptions>, IngestOptionsValidator>());
        return builder;
    }
}
