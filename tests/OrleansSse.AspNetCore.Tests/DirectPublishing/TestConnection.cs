using System.IO.Pipelines;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OrleansSse.AspNetCore.DirectPublishing;
using OrleansSse.AspNetCore.Endpoints;
using OrleansSse.AspNetCore.Lifetime;
using OrleansSse.AspNetCore.Publishing;
using OrleansSse.AspNetCore.Tests.FanOut;
using OrleansSse.Client.Publishing;
using OrleansSse.Client.Tests.Fakes;

namespace OrleansSse.AspNetCore.Tests.DirectPublishing;

/// <summary>A connection in memory, over fake streams: both its ends.</summary>
internal sealed class TestConnection : IDuplexPipe, IAsyncDisposable
{
    private readonly TestGateway _gateway = new();
    private readonly GatewayDrain _drain;
    private readonly DirectResponses _responses;
    private readonly DirectConnection _connection;
    private readonly Pipe _requests = new();
    private readonly Pipe _answers = new();
    private readonly ServiceProvider _services =
        new ServiceCollection().AddOptions().AddProblemDetails(static options => options.CustomizeProblemDetails = ProblemCodes.Complete).BuildServiceProvider();

    public TestConnection(ReadLimits? limits = null, StreamPublisherOptions? publishing = null)
    {
        _drain = new(_gateway.Context, _gateway.Loops, Options.Create(_gateway.Settings), _gateway.Time, NullLogger<GatewayDrain>.Instance);
        Publisher = new(_gateway.Grains, Options.Create(publishing ?? new()), _gateway.Time, NullLogger<StreamPublisher>.Instance);
        _responses = new(_services, _gateway.Time);
        _connection = new(this, IPAddress.Loopback, Publisher, _responses, limits ?? new(), _drain);
        Wait = new(Input);
    }

    public PipeReader Input => _requests.Reader;

    public PipeWriter Output => _answers.Writer;

    public StreamPublisher Publisher { get; }

    public InputWait Wait { get; }

    /// <summary>Ends when something else is to be done.</summary>
    public Task Serving { get; private set; } = Task.CompletedTask;

    public FakeStream StreamOf(string name) => _gateway.StreamOf(StreamName.Parse(name));

    public void Serve() => Serving = _connection.ServeAsync(Wait);

    /// <summary>Serves it as an endpoint does.</summary>
    public void Serve(PlainAddresses addresses, ConnectionContext context, ConnectionDelegate http)
    {
        context.Transport = this;
        Serving = new DirectPublishingMiddleware(Publisher, _responses, addresses, _drain, Options.Create(_gateway.Settings)).ServeAsync(context, http);
    }

    public Task DrainAsync() => _drain.StoppingAsync(CancellationToken.None).Within("the end of the drain");

    public async Task SendAsync(string text) => await _requests.Writer.WriteAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>The client says nothing more.</summary>
    public ValueTask EndAsync() => _requests.Writer.CompleteAsync();

    /// <summary>The client hears nothing more.</summary>
    public ValueTask GoAwayAsync() => _answers.Reader.CompleteAsync();

    /// <summary>What is answered, which ends with this.</summary>
    public async Task<string> ReadAsync(string end)
    {
        while (true)
        {
            var read = await _answers.Reader.ReadAsync().AsTask().Within($"an answer that ends with {end}");
            var text = Encoding.Latin1.GetString(read.Buffer);
            var isWhole = text.EndsWith(end, StringComparison.Ordinal);
            _answers.Reader.AdvanceTo(isWhole ? read.Buffer.End : read.Buffer.Start, read.Buffer.End);
            if (isWhole) return text;
        }
    }

    /// <summary>What whoever goes on with the connection reads first, though nothing more comes.</summary>
    public async Task<string> UnreadAsync()
    {
        await Serving.Within("the end of the connection's plain publishes");
        Wait.Stop();
        var read = await Input.ReadAsync().AsTask().Within("what was left unread");
        var text = Encoding.Latin1.GetString(read.Buffer);
        Input.AdvanceTo(read.Buffer.End);
        return text;
    }

    public async ValueTask DisposeAsync()
    {
        await _requests.Writer.CompleteAsync();
        await _answers.Reader.CompleteAsync();
        await Serving.Within("the end of the connection");
        _drain.Dispose();
        Publisher.Dispose();
        await _services.DisposeAsync();
        await _gateway.DisposeAsync();
    }
}
