using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace OrleansSse.AspNetCore.Tests;

/// <summary>Random values that come near every rule of the format.</summary>
internal static class Generators
{
    /// <summary>Pieces of text: line ends, what looks like one and is none, and all of Unicode.</summary>
    private static readonly Gen<string> Pieces = Gen.Frequency(
        (4, Gen.Elements("\r", "\n", "\r\n", "\n\r")),
        (3, Gen.Elements("\0", "\uFEFF", "\f", "\v", "\t", "\u0085", "\u2028", "\u2029", " ", ":", "data: ", "id: x", "\"", "\\")),
        (3, Gen.Elements("a", "b", "grüße", "😀", "\uFFFD")),
        (2, Gen.Choose(0, 0x10FFFF).Where(Rune.IsValid).Select(value => new Rune(value).ToString())));

    /// <summary>Any data that an event can have.</summary>
    public static Gen<string> Data { get; } = Pieces.ArrayOf().Select(string.Concat);

    /// <summary>Any type that an event can have; empty for none.</summary>
    public static Gen<string> Type { get; } =
        from count in Gen.Choose(0, 12)
        from pieces in Pieces.Where(piece => EventData.TypeRefusal(piece) is null).ArrayOf(count)
        select string.Concat(pieces);

    /// <summary>Events of all kinds, each with its place in some stream.</summary>
    public static Gen<StreamEvent> StreamEvent { get; } =
        from data in Data
        from type in Type
        from sequence in Gen.OneOf(Gen.Choose(0, int.MaxValue).Select(number => (long)number), Gen.Constant(long.MaxValue - 1))
        from milliseconds in Gen.Choose(0, int.MaxValue)
        select new StreamEvent(new(StreamEpoch.New(), sequence), 1000L * milliseconds, new(data, type));

    /// <summary>Sizes of the pieces in which bytes arrive.</summary>
    public static Gen<int[]> ChunkSizes { get; } = Gen.OneOf(
        Gen.Constant(new[] { 1 }),
        Gen.Choose(1, 5).NonEmptyListOf().Select(sizes => sizes.ToArray()),
        Gen.Choose(1, 5000).NonEmptyListOf().Select(sizes => sizes.ToArray()));

    /// <summary>The text as a subscriber has it: the standard makes every line end an LF.</summary>
    public static string AsReceived(string text) =>
        text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
}
