using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace OrleansSse.Load.Subscribers;

/// <summary>The first bytes of a text, without an object of its own.</summary>
internal struct ShortText
{
    private Characters _characters;
    private int _length;

    /// <summary>What it holds.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> Text => ((ReadOnlySpan<byte>)_characters)[.._length];

    /// <summary>True when it holds nothing.</summary>
    public readonly bool IsEmpty => _length == 0;

    /// <summary>Puts a text in place of what it held.</summary>
    public void Set(ReadOnlySpan<byte> text)
    {
        _length = 0;
        Append(text);
    }

    /// <summary>Adds to what it holds as much as there is room for.</summary>
    public void Append(ReadOnlySpan<byte> text)
    {
        var count = Math.Min(text.Length, Characters.Count - _length);
        text[..count].CopyTo(((Span<byte>)_characters)[_length..]);
        _length += count;
    }

    /// <summary>Holds nothing any more.</summary>
    public void Clear() => _length = 0;

    [InlineArray(Count)]
    private struct Characters
    {
        public const int Count = 60;
        private byte _first;
    }
}
