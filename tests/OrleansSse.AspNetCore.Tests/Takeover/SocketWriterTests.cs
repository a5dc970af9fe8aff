using System.Buffers;
using System.Text;
using OrleansSse.AspNetCore.Takeover;
using OrleansSse.Client.Tests.Fakes;

namespace OrleansSse.AspNetCore.Tests.Takeover;

public sealed class SocketWriterTests
{
    [Fact]
    public async Task What_is_written_goes_out_when_it_is_flushed()
    {
        using var pair = await SocketPair.ConnectAsync();
        var writer = new SocketWriter(pair.Server);

        writer.Write("ab"u8);
        writer.Write("c"u8);
        Assert.Equal(3, writer.UnflushedBytes);
        Assert.Equal(0, pair.Client.Available);
        var flush = await writer.FlushAsync();

        Assert.Equal((false, false, 0), (flush.IsCanceled, flush.IsCompleted, writer.UnflushedBytes));
        Assert.Equal("abc", Encoding.UTF8.GetString(await pair.ReadAsync(3)));
    }

    [Fact]
    public async Task Everything_arrives_in_order_however_slowly_the_client_reads()
    {
        using var pair = await SocketPair.ConnectAsync();
        var writer = new SocketWriter(pair.Server);
        var random = new Random(1);
        var expected = new List<byte>();
        var reading = pair.ReadAsync(4_000_000);

        while (expected.Count < 4_000_000)
        {
            var block = new byte[Math.Min(random.Next(1, 200_000), 4_000_000 - expected.Count)];
            random.NextBytes(block);
            expected.AddRange(block);
            writer.Write(block);
            if (random.Next(3) > 0) {
                var flush = writer.FlushAsync().AsTask();
                await flush.Within("a flush");
                Assert.False((await flush).IsCompleted);
            }
        }

        await writer.FlushAsync();
        await reading.Within("all that was sent");
        Assert.Equal(expected, await reading);
    }

    [Fact]
    public async Task A_flush_that_waits_can_be_called_off()
    {
        using var pair = await SocketPair.ConnectAsync();
        var writer = new SocketWriter(pair.Server);
        writer.Write(new byte[16 << 20]);
        var flush = writer.FlushAsync().AsTask();
        Assert.False(flush.IsCompleted);

        writer.CancelPendingFlush();

        await flush.Within("a flush that was called off");
        Assert.True((await flush).IsCanceled);
    }

    [Fact]
    public async Task A_flush_says_that_the_client_is_gone()
    {
        using var pair = await SocketPair.ConnectAsync();
        var writer = new SocketWriter(pair.Server);
        writer.Write(new byte[16 << 20]);
        var flush = writer.FlushAsync().AsTask();

        pair.Client.LingerState = new(true, 0);
        pair.Client.Close();

        await flush.Within("a flush to a client that is gone");
        Assert.True((await flush).IsCompleted);
        writer.Write("more"u8);
        Assert.True((await writer.FlushAsync()).IsCompleted);
    }

    [Fact]
    public async Task Its_end_is_not_that_of_the_socket()
    {
        using var pair = await SocketPair.ConnectAsync();
        var writer = new SocketWriter(pair.Server);
        writer.Write("never flushed"u8);

        await writer.CompleteAsync();

        pair.Server.Send("after"u8);
        Assert.Equal("after", Encoding.UTF8.GetString(await pair.ReadAsync(5)));
    }
}
