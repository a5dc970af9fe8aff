using OrleansSse.Faults.Tests.Http;
using OrleansSse.Load.Subscribers;

namespace OrleansSse.Faults.Tests.Subscribers;

public sealed class SubscriberCrowdTests : IDisposable
{
    private readonly FakeGateway _gateway = new();

    [Fact]
    public async Task Counts_what_comes()
    {
        await using var crowd = Crowd(new CrowdMember("/events"));
        crowd.OpenAll();

        Assert.StartsWith("GET /events HTTP/1.1\r\n", await _gateway.RequestAsync(), StringComparison.Ordinal);
        await _gateway.StreamAsync(Event(0) + Event(1));

        await UntilAsync(crowd, () => crowd.Tally.Delivered == 2);
        Assert.Equal((1, 0), (crowd.Open, crowd.Ended));
    }

    [Fact]
    public async Task Resumes_on_a_new_connection_when_it_is_told_to()
    {
        await using var crowd = Crowd(new CrowdMember("/events"));
        crowd.OpenAll();
        await _gateway.RequestAsync();
        await _gateway.StreamAsync(Event(0));
        await UntilAsync(crowd, () => crowd.Tally.Delivered == 1);

        crowd.Reopen(0);

        Assert.Contains("\r\nLast-Event-ID: k3x9f2ab-0\r\n", await _gateway.RequestAsync(), StringComparison.Ordinal);
        await _gateway.StreamAsync(Event(1));
        await UntilAsync(crowd, () => crowd.Tally.Delivered == 2);
        Assert.Equal(1, crowd.Open);
    }

    [Fact]
    public async Task Says_why_a_connection_was_refused()
    {
        await using var crowd = Crowd(new CrowdMember("/events"));
        crowd.OpenAll();
        await _gateway.RequestAsync();
        await _gateway.AnswerAsync("404 Not Found", "");

        await UntilAsync(crowd, () => crowd.Ended == 1);
        Assert.Equal("answered: HTTP/1.1 404 Not Found", crowd.Failure);
    }

    [Fact]
    public async Task Comes_back_after_the_server_has_closed_where_that_is_wanted()
    {
        await using var crowd = new SubscriberCrowd(_gateway.Url, [new("/events")]) { ComesBack = true };
        crowd.OpenAll();
        await _gateway.RequestAsync();
        await _gateway.StreamAsync(Event(0));
        await UntilAsync(crowd, () => crowd.Tally.Delivered == 1);

        _gateway.End();

        Assert.Contains("\r\nLast-Event-ID: k3x9f2ab-0\r\n", await _gateway.RequestAsync(), StringComparison.Ordinal);
    }

    public void Dispose() => _gateway.Dispose();

    private static string Event(int sequence) => $"id: k3x9f2ab-{sequence}\ndata: @{sequence:x8}0000000000000064\n\n";

    private static async Task UntilAsync(SubscriberCrowd crowd, Func<bool> isSo) => Assert.True(
        await crowd.UntilAsync(isSo, CancellationToken.None),
        $"delivered {crowd.Tally.Delivered}, open {crowd.Open}, ended {crowd.Ended}, {crowd.Failure}");

    private SubscriberCrowd Crowd(CrowdMember member) => new(_gateway.Url, [member]);
}
