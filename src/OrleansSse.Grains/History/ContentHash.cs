using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace OrleansSse.Grains.History;

/// <summary>Tells a retry of a publish from another publish under the same key.</summary>
internal static class ContentHash
{
    // It takes half a KB.
    [ThreadStatic]
    private static XxHash3? _hash;

    public static ulong Of(IReadOnlyList<EventData> events)
    {
        var hash = _hash ??= new();
        hash.Reset();
        Span<int> lengths = stackalloc int[2];
        foreach (var data in events)
        {
            // Those without are hashed as ever: keys are stored with it.
            if (data is not { Key: null, Ttl: null }) AppendKeyAndTtl(hash, data);

            // The lengths keep "ab","c" from hashing like "a","bc".
            (lengths[0], lengths[1]) = (data.Type?.Length ?? -1, data.Utf8.Length);
            hash.Append(MemoryMarshal.AsBytes(lengths));
            hash.Append(MemoryMarshal.AsBytes(data.Type.AsSpan()));
            hash.Append(data.Utf8.Span);
        }

        return hash.GetCurrentHashAsUInt64();
    }

    private static void AppendKeyAndTtl(XxHash3 hash, EventData data)
    {
        // No type is so long: nothing that begins with its length looks like this.
        Span<int> mark = [int.MinValue, data.Key?.Length ?? -1];
        hash.Append(MemoryMarshal.AsBytes(mark));
        hash.Append(MemoryMarshal.AsBytes(data.Key.AsSpan()));
        Span<long> ttl = [data.Ttl?.Ticks ?? 0];
        hash.Append(MemoryMarshal.AsBytes(ttl));
    }
}
