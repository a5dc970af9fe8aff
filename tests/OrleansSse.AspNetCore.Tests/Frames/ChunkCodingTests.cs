using System.Text;
using OrleansSse.AspNetCore.Frames;

namespace OrleansSse.AspNetCore.Tests.Frames;

public sealed class ChunkCodingTests
{
    [Fact]
    public void Puts_the_length_in_front_in_hexadecimal() =>
        Assert.Equal("1a\r\nabcdefghijklmnopqrstuvwxyz\r\n", Text(ChunkCoding.Encode("abcdefghijklmnopqrstuvwxyz"u8)));

    [Theory]
    [InlineData(1, "1")]
    [InlineData(15, "f")]
    [InlineData(16, "10")]
    [InlineData(255, "ff")]
    [InlineData(256, "100")]
    [InlineData(65_535, "ffff")]
    [InlineData(65_536, "10000")]
    public void Takes_as_many_bytes_as_it_says(int length, string digits)
    {
        var chunk = ChunkCoding.Encode(new byte[length]);

        Assert.Equal(ChunkCoding.GetByteCount(length), chunk.Length);
        Assert.StartsWith(digits + "\r\n", Text(chunk), StringComparison.Ordinal);
        Assert.EndsWith("\0\r\n", Text(chunk), StringComparison.Ordinal);
        Assert.Equal(length, ChunkCoding.Body(chunk).Length);
    }

    [Fact]
    public void Gives_back_what_was_put_in_line_ends_too() =>
        Assert.Equal("\r\na\n\r\n", Text(ChunkCoding.Body(ChunkCoding.Encode("\r\na\n\r\n"u8)).Span));

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
