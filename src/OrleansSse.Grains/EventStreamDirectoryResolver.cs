using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Orleans.GrainDirectory;
using Orleans.Metadata;
using Orleans.Runtime.GrainDirectory;
using OrleansSse.Grains.Options;

namespace OrleansSse.Grains;

/// <summary>Has streams in the grain directory of their name, if the silo has one.</summary>
internal sealed class EventStreamDirectoryResolver(GrainTypeResolver types, IServiceProvider services) : IGrainDirectoryResolver
{
    private readonly GrainType _streams = types.GetGrainType(typeof(EventStreamGrain));

    public bool TryResolveGrainDirectory(GrainType grainType, GrainProperties? properties, [NotNullWhen(true)] out IGrainDirectory? grainDirectory)
    {
        grainDirectory = grainType == _streams ? services.GetKeyedService<IGrainDirectory>(EventStreamOptions.DirectoryName) : null;
        return grainDirectory is not null;
    }
}
