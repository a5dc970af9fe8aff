using System.Net.Sockets;
using System.Text;
using OrleansSse.Cluster.Tests.Hosting;

namespace OrleansSse.Cluster.Tests;

public sealed class SlowSubscriberTests
{
    [Fact]
    public async Task One_that_never_reads_holds_up_nobody_and_is_closed()
    {
        await using var gateway = await TestGateway.StartAsync(settings: ("Gateway:StallTimeout", "00:00:02"));
        var stream = Publishing.NewStream();
        using var stuck = new TcpClient { ReceiveBufferSize = 4096 };
        await stuck.ConnectAsync(gateway.Address.Host, gateway.Address.Port);
        await stuck.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET /events?stream={stream} HTTP/1.1\r\nHost: x\r\n\r\n"));
        // Its headers are there, so it is connected; from here on it reads nothing.
        await stuck.GetStream().ReadExactlyAsync(new byte[15]).AsTask().ContinueWith(static read => true, TaskScheduler.Default).Within("the stuck subscriber's status line");
        await using var reader = await Subscriber.ConnectAsync(gateway.Client, $"/events?stream={stream}");

        var data = new string('x', 60_000);
        const int Count = 400;
        var reading = reader.TakeAsync(Count);
        for (var n = 0; n < Count; n++) await gateway.Client.PublishAsync(stream, data);

        Assert.Equal(Count, (await reading.Within("all events at the subscriber that reads")).Count);
        Assert.True(await IsResetAsync(stuck.GetStream()).Within("the end of the connection that accepts nothing"));
        Directory.Delete(gateway.Directory, recursive: true);
    }

    // What is left in the socket's buffers comes first; a closed connection then ends short of what was published.
    private static async Task<bool> IsResetAsync(NetworkStream stream)
    {
        var buffer = new byte[65536];
        try
        {
            while (await stream.ReadAsync(buffer) > 0)
            {
                // Reading one buffer each, far slower than the gateway's patience.
                await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
            }
        }
        catch (IOException)
        {
            return true;
        }

        return true;
    }
}
