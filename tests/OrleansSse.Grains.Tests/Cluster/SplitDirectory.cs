using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Orleans.GrainDirectory;
using Orleans.Metadata;
using Orleans.Runtime.GrainDirectory;

namespace OrleansSse.Grains.Tests.Cluster;

/// <summary>A directory of streams that a test can split, so that every silo has an activation of its own.</summary>
internal sealed class SplitDirectory(SplitDirectory.Entries entries, ILocalSiloDetails silo) : IGrainDirectory, IGrainDirectoryResolver
{
    public bool TryResolveGrainDirectory(GrainType grainType, GrainProperties? properties, [NotNullWhen(true)] out IGrainDirectory? grainDirectory)
    {
        grainDirectory = grainType.ToString() == "eventstream" ? this : null;
        return grainDirectory is not null;
    }

    public Task<GrainAddress?> Register(GrainAddress address) => Register(address, null);

    public Task<GrainAddress?> Register(GrainAddress address, GrainAddress? previousAddress) =>
        Task.FromResult<GrainAddress?>(entries.Table.AddOrUpdate(
            Key(address.GrainId), address, (_, found) => previousAddress is not null && found.Matches(previousAddress) ? address : found));

    public Task Unregister(GrainAddress address)
    {
        if (entries.Table.TryGetValue(Key(address.GrainId), out var found) && found.Matches(address))
        {
            entries.Table.TryRemove(KeyValuePair.Create(Key(address.GrainId), found));
        }

        return Task.CompletedTask;
    }

    public Task<GrainAddress?> Lookup(GrainId grainId) => Task.FromResult(entries.Table.GetValueOrDefault(Key(grainId)));

    public Task UnregisterSilos(List<SiloAddress> siloAddresses) => Task.CompletedTask;

    private (GrainId, SiloAddress?) Key(GrainId grainId) =>
        (grainId, entries.Split.ContainsKey(grainId.Key.ToString()!) ? silo.SiloAddress : null);

    /// <summary>What the directories of all silos share.</summary>
    internal sealed class Entries
    {
        public ConcurrentDictionary<(GrainId, SiloAddress?), GrainAddress> Table { get; } = new();

        /// <summary>Streams of which each silo knows only its own activation.</summary>
        public ConcurrentDictionary<string, bool> Split { get; } = new();
    }
}
