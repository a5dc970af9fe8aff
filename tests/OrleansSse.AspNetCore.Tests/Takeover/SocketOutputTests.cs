using Microsoft.AspNetCore.Connections;
using OrleansSse.AspNetCore.FanOut;
using OrleansSse.AspNetCore.Takeover;
using OrleansSse.Client.Tests.Fakes;

namespace OrleansSse.AspNetCore.Tests.Takeover;

public sealed class SocketOutputTests
{
    [Fact]
    public async Task Everything_arrives_in_order_however_slowly_the_client_reads()
    {
        using var pair = await SocketPair.ConnectAsync();
        var output = new SocketOutput(pair.Server, new DefaultConnectionContext());
        var random = new Random(1);
        var owner = new FlushWatch();
        var expected = new List<byte>();
        var blocked = 0;
        var reading = pair.ReadAsync(40 * 100_000);

        for (var i = 0; i < 40; i++)
        {
            var block = new byte[100_000];
            random.NextBytes(block);
            expected.AddRange(block);
            var taken = output.Write(block);
            Assert.InRange(taken, 0, block.Length);
            if (!output.TryFlush(block.AsMemory(taken), owner))
            {
                blocked++;
                await owner.NextAsync();
            }

            Assert.True(output.EndFlush());
        }

        await reading.Within("all that was sent");
        Assert.Equal(expected, await reading);
        Assert.True(blocked > 0, "No write had to wait, so this test has shown nothing.");
    }

    [Fact]
    public async Task Nothing_is_taken_while_the_client_reads_nothing()
    {
        using var pair = await SocketPair.ConnectAsync();
        var output = new SocketOutput(pair.Server, new DefaultConnectionContext());
        var block = new byte[1 << 20];

        var taken = 0L;
        for (var now = output.Write(block); now > 0; now = output.Write(block)) taken += now;

        Assert.InRange(taken, 1, 16 << 20);
        Assert.True(output.TryFlush(default, new FlushWatch()));
        Assert.True(output.EndFlush());
    }

    [Fact]
    public async Task Says_that_the_client_is_gone()
    {
        using var pair = await SocketPair.ConnectAsync();
        var output = new SocketOutput(pair.Server, new DefaultConnectionContext());
        pair.Client.LingerState = new(true, 0);
        pair.Client.Close();

        await Condition.UntilAsync(
            () =>
            {
                output.Write("x"u8);
                return output.TryFlush(default, new FlushWatch()) && !output.EndFlush();
            },
            "that a client that has broken the connection is found gone");
        Assert.Equal(3, output.Write("abc"u8));
    }

    [Fact]
    public async Task Says_so_too_where_the_server_has_closed_the_socket()
    {
        using var pair = await SocketPair.ConnectAsync();
        var output = new SocketOutput(pair.Server, new DefaultConnectionContext());
        pair.Server.Dispose();

        Assert.Equal(3, output.Write("abc"u8));
        Assert.True(output.TryFlush(default, new FlushWatch()));
        Assert.False(output.EndFlush());
    }

    private sealed class FlushWatch : IFlushOwner
    {
        private TaskCompletionSource _flushed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Flushed() => _flushed.SetResult();

        public async Task NextAsync()
        {
            await _flushed.Task.Within("the end of a flush");
            _flushed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
