using System.Collections.Concurrent;
using System.Reflection;

namespace OrleansSse.Client.Tests.Fakes;

/// <summary>A cluster of fake streams: finds them by name, and hands observers on as they are.</summary>
// The proxy derives from it.
#pragma warning disable CA1852
internal class FakeGrains : DispatchProxy
#pragma warning restore CA1852
{
    private readonly ConcurrentDictionary<string, FakeStream> _streams = new();

    /// <summary>Makes an empty cluster.</summary>
    public static FakeGrains Create() => (FakeGrains)(object)Create<IGrainFactory, FakeGrains>();

    /// <summary>The cluster as Orleans shows it.</summary>
    public IGrainFactory Factory => (IGrainFactory)(object)this;

    /// <summary>A stream of the cluster.</summary>
    public FakeStream this[StreamName name] => _streams.GetOrAdd(name.ToString(), static _ => new());

    /// <summary>Who is in the cluster.</summary>
    public FakeMembership Membership { get; } = new();

    /// <inheritdoc />
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod?.Name switch
    {
        nameof(IGrainFactory.GetGrain) when targetMethod.ReturnType == typeof(IMembershipGrain) => Membership,
        nameof(IGrainFactory.GetGrain) => _streams.GetOrAdd((string)args![0]!, static _ => new()),
        nameof(IGrainFactory.CreateObjectReference) => args![0],
        var name => throw new NotSupportedException(name),
    };
}
