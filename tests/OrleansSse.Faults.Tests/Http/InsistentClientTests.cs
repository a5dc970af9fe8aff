using OrleansSse.Load.Http;

namespace OrleansSse.Faults.Tests.Http;

public sealed class InsistentClientTests : IDisposable
{
    private const string Created = "201 Created\r\nContent-Type: application/json";
    private const string Body = """{"first":"k3x9f2ab-1","last":"k3x9f2ab-1","count":1}""";

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly FakeGateway _one = new();
    private readonly FakeGateway _other = new();
    private readonly InsistentClient _client;

    public InsistentClientTests() =>
        _client = new([new StreamClient(_http, _one.Url), new StreamClient(_http, _other.Url)], TimeSpan.FromMinutes(1));

    [Fact]
    public async Task Tries_the_next_gateway_under_the_same_key_when_one_fails()
    {
        var publishing = PublishAsync();
        var first = await _other.RequestAsync();
        await _other.AnswerAsync("503 Service Unavailable\r\nContent-Type: application/problem+json", """{"code":"outcome_unknown"}""");
        _other.End();
        var second = await _one.RequestAsync();
        await _one.AnswerAsync(Created, Body);
        _one.End();

        Assert.Equal("k3x9f2ab-1", (await publishing)!.First.ToString());
        Assert.Contains("Idempotency-Key: key-1\r\n", first, StringComparison.Ordinal);
        Assert.Contains("Idempotency-Key: key-1\r\n", second, StringComparison.Ordinal);
        Assert.Equal([KeyValuePair.Create("503 outcome_unknown", 1)], _client.Failures);
    }

    [Fact]
    public async Task Counts_an_answer_that_never_came()
    {
        var publishing = PublishAsync();
        await _other.RequestAsync();
        _other.End();
        await _one.RequestAsync();
        await _one.AnswerAsync(Created, Body);
        _one.End();

        Assert.NotNull(await publishing);
        Assert.Equal([KeyValuePair.Create("no answer", 1)], _client.Failures);
    }

    [Fact]
    public async Task Passes_over_a_gateway_that_does_not_listen()
    {
        _other.Dispose();

        var publishing = PublishAsync();
        await _one.RequestAsync();
        await _one.AnswerAsync(Created, Body);
        _one.End();

        Assert.NotNull(await publishing);
        Assert.Empty(_client.Failures);
    }

    [Fact]
    public async Task Gives_up_after_its_limit()
    {
        _one.Dispose();
        _other.Dispose();
        var client = new InsistentClient([new StreamClient(_http, _one.Url)], TimeSpan.FromMilliseconds(100));

        Assert.Null(await client.InsistAsync("orders", "data", "key-1", CancellationToken.None));
        Assert.Contains("no gateway", client.Failures.Keys);
    }

    public void Dispose()
    {
        _one.Dispose();
        _other.Dispose();
        _http.Dispose();
    }

    private Task<Acknowledgement?> PublishAsync() => _client.InsistAsync("orders", "data", "key-1", CancellationToken.None);
}
