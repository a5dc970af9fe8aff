using System.Text;

namespace OrleansSse.FileStorage.Tests;

public sealed class RecordHeaderTests
{
    private static readonly byte[] Identity = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly Guid ETag = new("a0a1a2a3a4a5a6a7a8a9aaabacadaeaf");

    [Fact]
    public void Writes_these_bytes_for_as_long_as_the_format_is_version_1()
    {
        var record = Record();

        Assert.Equal(
            "894f535345465301" + "c2ff96d074dc1597" + "0300000000000000"
            + "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf"
            + "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
            + "616263",
            Convert.ToHexStringLower(record));
    }

    [Fact]
    public void Accepts_what_it_wrote_and_knows_the_etag()
    {
        var record = Record();

        Assert.Null(RecordHeader.Refusal(record, Identity, record.Length));
        Assert.Null(RecordHeader.Refusal(record));
        Assert.Equal(ETag, RecordHeader.ETag(record));
    }

    [Fact]
    public void Says_when_a_newer_program_wrote_the_record()
    {
        var record = Record();
        record[7] = 2;

        Assert.Equal(
            "its format version is 2, and this program knows only 1", RecordHeader.Refusal(record, Identity, record.Length));
    }

    [Fact]
    public void Says_when_the_record_is_of_another_grain()
    {
        var record = Record();

        Assert.Equal("it is the record of another grain or state", RecordHeader.Refusal(record, new byte[32], record.Length));
    }

    private static byte[] Record()
    {
        var record = new byte[RecordHeader.Size + 3];
        Encoding.ASCII.GetBytes("abc").CopyTo(record, RecordHeader.Size);
        RecordHeader.Write(record, Identity, ETag);
        return record;
    }
}
