using System.Net;
using System.Net.Sockets;
using OrleansSse.Faults.Network;
using static OrleansSse.Faults.Tests.Network.ProxiedPair;

namespace OrleansSse.Faults.Tests.Network;

public sealed class TcpProxyTests
{
    [Fact]
    public async Task Carries_bytes_and_ends_both_ways()
    {
        await using var pair = await ConnectAsync();

        await SendAsync(pair.Client, "question");
        Assert.Equal("question", await ReceiveAsync(pair.Server));
        await SendAsync(pair.Server, "answer");
        Assert.Equal("answer", await ReceiveAsync(pair.Client));
        pair.Client.Shutdown(SocketShutdown.Send);
        Assert.Equal("", await ReceiveAsync(pair.Server));
        await SendAsync(pair.Server, "late");
        Assert.Equal("late", await ReceiveAsync(pair.Client));
    }

    [Fact]
    public async Task Keeps_what_goes_one_way_while_that_way_is_cut()
    {
        await using var pair = await ConnectAsync();
        pair.Link.Forward.Cut();

        await SendAsync(pair.Client, "question");
        await SendAsync(pair.Server, "news");
        Assert.Equal("news", await ReceiveAsync(pair.Client));
        Assert.True(await IsSilentAsync(pair.Server), "What was sent the way that is cut has arrived.");

        pair.Link.Forward.Restore();
        Assert.Equal("question", await ReceiveAsync(pair.Server));
    }

    [Fact]
    public async Task Keeps_the_end_and_the_reset_of_a_connection_while_the_way_is_cut()
    {
        await using var ending = await ConnectAsync();
        await using var resetting = await ConnectAsync();
        ending.Link.Forward.Cut();
        resetting.Link.Forward.Cut();

        ending.Client.Shutdown(SocketShutdown.Send);
        resetting.Client.Close(timeout: 0);
        Assert.True(await IsSilentAsync(ending.Server), "The end has passed a way that is cut.");
        Assert.True(await IsSilentAsync(resetting.Server), "The reset has passed a way that is cut.");

        ending.Link.Forward.Restore();
        resetting.Link.Forward.Restore();
        Assert.Equal("", await ReceiveAsync(ending.Server));
        await Assert.ThrowsAsync<SocketException>(() => ReceiveAsync(resetting.Server));
    }

    [Fact]
    public async Task Is_a_black_hole_while_both_ways_are_cut()
    {
        await using var pair = await ConnectAsync();
        pair.Link.Forward.Cut();
        pair.Link.Backward.Cut();

        await SendAsync(pair.Client, "question");
        await SendAsync(pair.Server, "news");
        Assert.True(await IsSilentAsync(pair.Client) && await IsSilentAsync(pair.Server), "Something came out of the black hole.");
    }

    [Fact]
    public async Task Makes_what_passes_a_slow_way_late()
    {
        await using var pair = await ConnectAsync();
        pair.Link.Backward.Slow();
        var sent = TimeProvider.System.GetTimestamp();

        await SendAsync(pair.Server, "news");
        Assert.Equal("news", await ReceiveAsync(pair.Client));

        Assert.True(TimeProvider.System.GetElapsedTime(sent) > TimeSpan.FromMilliseconds(90), "A slow way was as fast as any.");
    }

    [Fact]
    public async Task Breaks_connections_on_both_sides_when_they_are_reset()
    {
        await using var pair = await ConnectAsync();

        pair.Link.Reset();

        await Assert.ThrowsAsync<SocketException>(() => ReceiveAsync(pair.Client));
        await Assert.ThrowsAsync<SocketException>(() => ReceiveAsync(pair.Server));
    }

    [Fact]
    public async Task Breaks_a_connection_that_nobody_known_has_made()
    {
        await using var proxy = new TcpProxy(new IPEndPoint(IPAddress.Loopback, 1), static _ => null);
        proxy.Start();
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        // The reset may come before the client knows that it is connected.
        await Assert.ThrowsAsync<SocketException>(async () =>
        {
            await client.ConnectAsync(IPAddress.Loopback, proxy.Port);
            await ReceiveAsync(client);
        });
    }
}
