using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using OrleansSse.AspNetCore.FanOut;
using OrleansSse.AspNetCore.Frames;
using OrleansSse.Client.Tests.Fakes;

namespace OrleansSse.AspNetCore.Tests.FanOut;

/// <summary>A connection whose client is a test: the client reads when the test says so.</summary>
internal sealed class TestSubscriber : IHttpRequestLifetimeFeature, IDisposable
{
    private readonly Pipe _pipe;
    private readonly CancellationTokenSource _aborted = new();
    private readonly StringBuilder _read = new();
    private int _aborts;

    /// <param name="gateway">Where it is connected.</param>
    /// <param name="format">What it wants.</param>
    /// <param name="patience">Bytes that it leaves unread before the connection is blocked.</param>
    /// <param name="taken">Bytes of a write that are taken before its flush.</param>
    public TestSubscriber(TestGateway gateway, FrameFormat format, int patience, int taken)
    {
        _pipe = new(new(pauseWriterThreshold: patience, resumeWriterThreshold: Math.Max(1, patience / 2), useSynchronizationContext: false));
        Output = new(_pipe.Writer);
        RequestAborted = _aborted.Token;
        var output = new PartingOutput(new BodyOutput(Output, this), taken);
        Connection = new(gateway.Relay, gateway.Relay.Shards[gateway.Loops.Next()], format, output, gateway.Context, RequestAborted);
        Connection.Completion.ContinueWith(_ => Output.End(), TaskContinuationOptions.ExecuteSynchronously);
        _aborted.Token.Register(Connection.Close);
    }

    public CancellationToken RequestAborted { get; set; }

    public SubscriberConnection Connection { get; }

    public WatchedWriter Output { get; }

    /// <summary>How often the gateway has cut the connection off.</summary>
    public int Aborts => Volatile.Read(ref _aborts);

    /// <summary>All that the client has read.</summary>
    public string Text => _read.ToString();

    /// <summary>The gateway cuts the connection off.</summary>
    public void Abort()
    {
        Interlocked.Increment(ref _aborts);
        Leave();
    }

    /// <summary>The client goes away.</summary>
    public void Leave()
    {
        _pipe.Reader.CancelPendingRead();
        _pipe.Reader.Complete();
        _aborted.Cancel();
    }

    /// <summary>Reads what is there, but no more than so many bytes.</summary>
    public void Read(long most = long.MaxValue)
    {
        if (!_pipe.Reader.TryRead(out var result)) return;
        var part = result.Buffer.Slice(0, Math.Min(most, result.Buffer.Length));
        _read.Append(Encoding.UTF8.GetString(part));
        _pipe.Reader.AdvanceTo(part.End);
    }

    /// <summary>Reads until a text is there.</summary>
    public Task ReadToAsync(string end) =>
        Condition.UntilAsync(() => Text.EndsWith(end, StringComparison.Ordinal), $"'{end}'", () => Read());

    /// <summary>Reads to the end of the connection.</summary>
    public async Task<string> ReadAllAsync()
    {
        await Condition.UntilAsync(() => Connection.Completion.IsCompleted, "the end of the connection", () => Read());
        if (!_aborted.IsCancellationRequested) Read();
        return Text;
    }

    /// <summary>Waits for a state.</summary>
    public Task BecomesAsync(ConnectionState state) => Condition.UntilAsync(() => Connection.State == state, $"the state {state}");

    public void Dispose() => _aborted.Dispose();
}
