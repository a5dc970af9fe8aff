using System.Net;
using System.Text;
using System.Threading.Channels;

namespace OrleansSse.Cluster.Tests.Hosting;

/// <summary>A request's body that goes on until it is told to end; each piece leaves at once.</summary>
internal sealed class FeedContent : HttpContent
{
    private readonly Channel<string> _pieces = Channel.CreateUnbounded<string>();

    public ValueTask SendAsync(string piece) => _pieces.Writer.WriteAsync(piece);

    public void End() => _pieces.Writer.Complete();

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.FlushAsync();
        await foreach (var piece in _pieces.Reader.ReadAllAsync())
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(piece));
            await stream.FlushAsync();
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
