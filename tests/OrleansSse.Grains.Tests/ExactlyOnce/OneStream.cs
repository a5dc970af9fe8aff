using System.Reflection;

namespace OrleansSse.Grains.Tests.ExactlyOnce;

/// <summary>A cluster that has one stream.</summary>
// The proxy derives from it.
#pragma warning disable CA1852
internal class OneStream : DispatchProxy
#pragma warning restore CA1852
{
    private IEventStreamGrain _stream = null!;

    public static IGrainFactory Of(IEventStreamGrain stream)
    {
        var factory = Create<IGrainFactory, OneStream>();
        ((OneStream)(object)factory)._stream = stream;
        return factory;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod?.Name == nameof(IGrainFactory.GetGrain) ? _stream : throw new NotSupportedException(targetMethod?.Name);
}
