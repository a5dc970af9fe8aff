using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace OrleansSse.FileStorage;

/// <summary>
/// One state of one grain, and the names under which it is stored. A name is a readable part, which may be the same
/// for several ids, and a hash, which is not; both are safe on every file system, whatever bytes an id has.
/// </summary>
internal sealed class RecordKey
{
    private const int HashSize = 16;
    private const int ReadableLength = 64;

    private readonly string _grain;
    private readonly string _state;
    private readonly byte[] _identity;

    public RecordKey(GrainId grain, string state)
    {
        _grain = grain.ToString();
        _state = state;

        // The characters of the state, not their UTF-8: there, all lone surrogates are the same.
        _identity = [.. Hash(BytesOf(grain)), .. Hash(MemoryMarshal.AsBytes(state.AsSpan()))];
    }

    /// <summary>32 bytes that no other record has.</summary>
    public ReadOnlySpan<byte> Identity => _identity;

    /// <summary>The same number for all records of a grain.</summary>
    public uint Lane => BinaryPrimitives.ReadUInt32LittleEndian(_identity);

    /// <summary>The folder that the grain's folder is in: one of 4,096, so that a million grains make folders of 250.</summary>
    public string Shard => Convert.ToHexStringLower(_identity.AsSpan(0, 2))[..3];

    /// <summary>The folder of all records of the grain.</summary>
    public string Folder => Name(_grain, _identity.AsSpan(0, HashSize));

    /// <summary>The file of this record.</summary>
    public string File => Name(_state, _identity.AsSpan(HashSize)) + ".record";

    /// <summary>The record in the words of messages.</summary>
    public override string ToString() => $"state '{_state}' of grain {_grain}";

    private static ReadOnlySpan<byte> Hash(ReadOnlySpan<byte> bytes) => SHA256.HashData(bytes).AsSpan(0, HashSize);

    /// <summary>The length of the type keeps ids apart whose type and key join to the same bytes.</summary>
    private static byte[] BytesOf(GrainId grain)
    {
        var type = grain.Type.AsSpan();
        var length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, type.Length);
        return [.. length, .. type, .. grain.Key.AsSpan()];
    }

    private static string Name(string text, ReadOnlySpan<byte> hash)
    {
        var name = new StringBuilder(ReadableLength + 1 + 2 * HashSize);
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, ReadableLength)))
            name.Append(char.IsAsciiLetterOrDigit(c) || c is '-' ? char.ToLowerInvariant(c) : '_');
        return name.Append('-').Append(Convert.ToHexStringLower(hash)).ToString();
    }
}
