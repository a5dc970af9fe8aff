using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using OrleansSse.AspNetCore.Endpoints;
using OrleansSse.AspNetCore.Tests.FanOut;
using OrleansSse.Client.Tests.Fakes;

namespace OrleansSse.AspNetCore.Tests.Endpoints;

/// <summary>When a subscriber is told for good that nothing follows, and when it is not.</summary>
public sealed class SubscribeEndpointTests
{
    private readonly Pipe _body = new();
    private readonly DefaultHttpContext _context = new();
    private readonly StringBuilder _read = new();

    public SubscribeEndpointTests()
    {
        _context.Request.Method = "GET";
        _context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(_body.Writer.AsStream()));
    }

    [Fact]
    public async Task Who_has_all_of_a_completed_stream_is_told_for_good()
    {
        await using var gateway = await TestGateway.StartAsync(events: 2);
        await gateway.Stream.Complete();

        await SubscribeAsync(gateway).Within("the answer");

        Assert.Equal((204, "no-store"), (_context.Response.StatusCode, _context.Response.Headers.CacheControl.ToString()));
    }

    [Fact]
    public async Task A_relay_that_has_not_heard_of_the_deletion_does_not_say_it_for_good()
    {
        await using var gateway = await TestGateway.StartAsync(events: 2);
        await gateway.Stream.Complete();
        gateway.Stream.Pushes = static (_, _) => { };
        await gateway.Stream.Delete();
        using var gone = new CancellationTokenSource();
        _context.RequestAborted = gone.Token;

        var subscribing = SubscribeAsync(gateway);
        await ReadToAsync("id: epoch002-0\n\n");
        gateway.Stream.Append(1);
        await gateway.Relay.RefreshAsync().Within("the relay at the head");
        await ReadToAsync("id: epoch002-1\ndata: 1\n\n");
        await gone.CancelAsync();
        await subscribing.Within("the end of a subscriber that has left");

        Assert.Equal(200, _context.Response.StatusCode);
        Assert.EndsWith("\n\nid: epoch002-0\n\nid: epoch002-1\ndata: 1\n\n", _read.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_that_cannot_be_asked_is_a_reason_to_come_back()
    {
        await using var gateway = await TestGateway.StartAsync(events: 2);
        await gateway.Stream.Complete();
        gateway.Stream.Before = static _ => throw new StreamUnavailableException("No silo.");

        await SubscribeAsync(gateway).Within("the answer");

        Assert.Equal(200, _context.Response.StatusCode);
        await ReadToAsync("{\"code\":\"unavailable\",\"message\":\"The stream cannot be reached at the moment; reconnect.\"}\n\nretry: 2000\n\n");
    }

    [Fact]
    public async Task A_stream_that_does_not_answer_is_one_too()
    {
        await using var gateway = await TestGateway.StartAsync(events: 2);
        await gateway.Stream.Complete();
        gateway.Stream.Before = static _ => new TaskCompletionSource().Task;

        var subscribing = SubscribeAsync(gateway);
        await gateway.PassAsync(TimeSpan.FromSeconds(1), () => subscribing.IsCompleted, "the answer");

        Assert.Equal(200, _context.Response.StatusCode);
        await ReadToAsync("retry: 2000\n\n");
    }

    [Fact]
    public async Task Who_waits_for_a_stream_gets_its_first_bytes_soon()
    {
        await using var gateway = new TestGateway();
        gateway.Stream.Before = static _ => new TaskCompletionSource().Task;
        var name = StreamName.Parse("out-of-reach");
        gateway.StreamOf(name).Before = static _ => new TaskCompletionSource().Task;

        var subscribing = new SubscribeEndpoint(gateway.Relays, gateway.Loops, gateway.Context).ServeAsync(_context, name);
        gateway.Time.Advance(TimeSpan.FromSeconds(1));
        await ReadToAsync(": connected\nretry: 2000\n\n");
        await gateway.PassAsync(TimeSpan.FromSeconds(1), () => subscribing.IsCompleted, "the end of waiting");

        await ReadToAsync("retry: 2000\n\n");
        gateway.StreamOf(name).Before = static _ => Task.CompletedTask;
    }

    private Task SubscribeAsync(TestGateway gateway) =>
        new SubscribeEndpoint(gateway.Relays, gateway.Loops, gateway.Context).ServeAsync(_context, StreamName.Default);

    private Task ReadToAsync(string end) => Condition.UntilAsync(
        () => _read.ToString().EndsWith(end, StringComparison.Ordinal),
        $"'{end}'",
        () =>
        {
            if (!_body.Reader.TryRead(out var result)) return;
            _read.Append(Encoding.UTF8.GetString(result.Buffer));
            _body.Reader.AdvanceTo(result.Buffer.End);
        });
}
