using OrleansSse.Load.Checks;

namespace OrleansSse.Faults.Tests.Http;

public sealed class SubscriberTests : IAsyncDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly FakeGateway _home = new();
    private readonly FakeGateway _other = new();
    private readonly Subscriber _subscriber;

    public SubscriberTests() => _subscriber = new(_http, [_home.Url, _other.Url]);

    [Fact]
    public async Task Resumes_at_the_next_gateway_when_its_own_is_gone()
    {
        await _home.RequestAsync();
        await _home.StreamAsync("retry: 1\n\n" + Event(1));
        Assert.True(await _subscriber.SawAsync(1, CancellationToken.None));

        _home.Dispose();

        Assert.Contains("Last-Event-ID: k3x9f2ab-1\r\n", await _other.RequestAsync(), StringComparison.Ordinal);
        await _other.StreamAsync(Event(2));
        Assert.True(await _subscriber.SawAsync(2, CancellationToken.None));
    }

    [Fact]
    public async Task Comes_home_when_it_is_told_to()
    {
        await _home.RequestAsync();
        await _home.StreamAsync("retry: 1\n\n" + Event(1));
        Assert.True(await _subscriber.SawAsync(1, CancellationToken.None));
        _home.End();
        await _other.RequestAsync();
        await _other.StreamAsync(Event(2));
        Assert.True(await _subscriber.SawAsync(2, CancellationToken.None));

        _subscriber.GoHome();

        Assert.Contains("Last-Event-ID: k3x9f2ab-2\r\n", await _home.RequestAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finds_the_next_gateway_at_once_when_one_does_not_listen()
    {
        await _home.RequestAsync();
        await _home.StreamAsync("retry: 1\n\n" + Event(1));
        _home.Dispose();
        await _other.RequestAsync();

        await _other.StreamAsync("retry: 1\n\n");
        _other.End();

        Assert.Contains("Last-Event-ID: k3x9f2ab-1\r\n", await _other.RequestAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Does_not_take_what_a_broken_connection_has_cut_short()
    {
        await _home.RequestAsync();
        await _home.StreamAsync("retry: 1\n\n" + Event(1) + Event(2).TrimEnd('\n'));
        _home.End();

        Assert.Contains("Last-Event-ID: k3x9f2ab-1\r\n", await _other.RequestAsync(), StringComparison.Ordinal);
        Assert.Equal(1, _subscriber.Seen.Count);
    }

    public async ValueTask DisposeAsync()
    {
        await _subscriber.DisposeAsync();
        _home.Dispose();
        _other.Dispose();
        _http.Dispose();
    }

    private static string Event(int sequence) => $"id: k3x9f2ab-{sequence}\ndata: {TaggedData.Create(sequence, 20)}\n\n";
}
