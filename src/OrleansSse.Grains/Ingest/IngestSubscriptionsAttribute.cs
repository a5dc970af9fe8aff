using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Metadata;

namespace OrleansSse.Grains.Ingest;

/// <summary>Subscribes a grain to the namespaces of <see cref="IngestOptions"/>, which the attribute of Orleans cannot: its namespaces are constants.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class IngestSubscriptionsAttribute : Attribute, IGrainBindingsProviderAttribute
{
    public IEnumerable<Dictionary<string, string?>> GetBindings(IServiceProvider services, Type grainClass, GrainType grainType) =>
        services.GetRequiredService<IOptions<IngestOptions>>().Value.Namespaces
            .Distinct()
            .SelectMany(name => new ImplicitStreamSubscriptionAttribute(name).GetBindings(services, grainClass, grainType));
}
