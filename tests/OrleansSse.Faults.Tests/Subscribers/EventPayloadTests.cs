using System.Text;
using OrleansSse.Load.Subscribers;

namespace OrleansSse.Faults.Tests.Subscribers;

public sealed class EventPayloadTests
{
    [Theory]
    [InlineData(0, 0, "@000000000000000000000000xx")]
    [InlineData(0x1a2b3c4d, 0x0123456789abcdef, "@1a2b3c4d0123456789abcdefxx")]
    [InlineData(0xffffffff, long.MaxValue, "@ffffffff7fffffffffffffffxx")]
    public void Is_read_as_it_was_written(long sequence, long sentAt, string text)
    {
        var data = new byte[27];
        new EventPayload(sequence, sentAt).Write(data);

        Assert.Equal(text, Encoding.ASCII.GetString(data));
        Assert.True(EventPayload.TryRead(data, out var payload));
        Assert.Equal(new(sequence, sentAt), payload);
    }

    [Theory]
    [InlineData("")]
    [InlineData("@00000000000000000000000")]
    [InlineData("{\"code\":\"gap\",\"message\":\"…\"}")]
    public void Is_not_found_in_other_data(string data) => Assert.False(EventPayload.TryRead(Encoding.UTF8.GetBytes(data), out _));
}
