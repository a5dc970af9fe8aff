using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace OrleansSse.Grains.History;

/// <summary>Tells a retry of a publish from another publish under the same key.</summary>
internal static class ContentHash
{
    public static ulong Of(IReadOnlyList<EventData> events)
    {
        var hash = new XxHash3();
        Span<int> lengths = stackalloc int[2];
        foreach (var data in events)
        {
            // The lengths keep "ab","c" from hashing like "a","bc".
            (lengths[0], lengths[1]) = (data.Type?.Length ?? -1, data.Utf8.Length);
            hash.Append(MemoryMarshal.AsBytes(lengths));
            hash.Append(MemoryMarshal.AsBytes(data.Type.AsSpan()));
            hash.Append(data.Utf8.Span);
        }

        return hash.GetCurrentHashAsUInt64();
    }
}
