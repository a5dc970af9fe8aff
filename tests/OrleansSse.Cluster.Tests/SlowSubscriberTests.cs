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
        var status = new byte["HTTP/1.1 200 OK".Length];
        await stuck.GetStream().ReadAtLeastAsync(status, status.Length).AsTask().Within("the stuck subscriber's status line");
        Assert.Equal("HTTP/1.1 200 OK", Encoding.ASCII.GetString(status));
        await using var reader = await Subscriber.ConnectAsync(gateway.Client, $"/events?stream={stream}");

        var data = new string('x', 60_000);
        const int Count = 400;
        var reading = reader.TakeAsync(Count);
        for (var n = 0; n < Count; n++) await gateway.Client.PublishAsync(stream, data);

        Assert.Equal(Count, (await reading.Within("all events at the subscriber that reads")).Count);
        await IsResetAsync(stuck.GetStream()).Within("the end of the connection that accepts nothing");
        Directory.Delete(gateway.Directory, recursive: true);
    }

    // A connection that has been reset takes nothing more; one that has not, takes a byte and lets it lie.
    private static async Task<Exception> IsResetAsync(NetworkStream stream)
    {
        while (true)
        {
            try
            {
                await stream.WriteAsync(" "u8.ToArray());
            }
            catch (IOException exception)
            {
                return exception;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }
}
