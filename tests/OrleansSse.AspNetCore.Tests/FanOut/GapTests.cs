using OrleansSse.AspNetCore.FanOut;
using OrleansSse.Client.Tests.Fakes;

namespace OrleansSse.AspNetCore.Tests.FanOut;

public sealed class GapTests
{
    [Fact]
    public async Task Each_subscriber_is_told_once_of_its_own_gap_when_the_relay_fell_behind()
    {
        await using var gateway = await TestGateway.StartAsync();
        var slow = gateway.Join(patience: 10);
        var quick = gateway.Join();
        gateway.Stream.Append(1);
        await slow.BecomesAsync(ConnectionState.Blocked);
        gateway.Stream.Append(1);
        await quick.ReadToAsync("data: 2\n\n");

        gateway.Stream.Pushes = static (_, _) => { };
        gateway.Stream.Append(7);
        gateway.Stream.Trim(keep: 1);
        await gateway.Relay.RefreshAsync().Within("the relay at the head");
        await quick.ReadToAsync("data: 9\n\n");
        await slow.ReadToAsync("data: 9\n\n");

        Assert.Equal("id: epoch001-1\ndata: 1\n\nid: epoch001-2\ndata: 2\n\n" + Gap("epoch001-2") + "id: epoch001-9\ndata: 9\n\n", quick.Text);
        Assert.Equal("id: epoch001-1\ndata: 1\n\n" + Gap("epoch001-1") + "id: epoch001-9\ndata: 9\n\n", slow.Text);
    }

    [Fact]
    public async Task Each_subscriber_is_told_once_that_the_stream_was_deleted_and_goes_on()
    {
        await using var gateway = await TestGateway.StartAsync();
        var subscriber = gateway.Join();
        gateway.Stream.Append(1);
        await subscriber.ReadToAsync("data: 1\n\n");

        await gateway.Stream.Delete();
        await Condition.UntilAsync(() => subscriber.Text.Contains("deleted", StringComparison.Ordinal), "the deletion", () => subscriber.Read());
        await subscriber.BecomesAsync(ConnectionState.Live);
        gateway.Stream.Append(1);
        await subscriber.ReadToAsync("id: epoch002-1\ndata: 1\n\n");

        Assert.Equal(
            "id: epoch001-1\ndata: 1\n\nid: epoch002-0\nevent: error\ndata: {\"code\":\"deleted\",\"message\":\"The stream was deleted; it goes on with "
            + "epoch002-1. Load anew what depends on its events.\",\"after\":\"epoch001-1\",\"firstKept\":\"epoch002-1\",\"last\":\"epoch002-0\"}\n\n"
            + "id: epoch002-1\ndata: 1\n\n",
            subscriber.Text);
    }

    [Fact]
    public async Task An_id_of_the_future_is_a_gap_and_then_live()
    {
        await using var gateway = await TestGateway.StartAsync(events: 1);
        var subscriber = gateway.Join(StreamStart.After(StreamPosition.Parse("epoch001-7")));
        await subscriber.BecomesAsync(ConnectionState.Live);

        gateway.Stream.Append(1);
        await subscriber.ReadToAsync("data: 2\n\n");

        Assert.StartsWith("id: epoch001-1\nevent: error\ndata: {\"code\":\"gap\",", subscriber.Text, StringComparison.Ordinal);
        Assert.EndsWith("\"after\":\"epoch001-7\",\"firstKept\":\"epoch001-2\",\"last\":\"epoch001-1\"}\n\nid: epoch001-2\ndata: 2\n\n", subscriber.Text, StringComparison.Ordinal);
    }

    private static string Gap(string after) =>
        "id: epoch001-8\nevent: error\ndata: {\"code\":\"gap\",\"message\":\"Events after " + after
        + " no longer exist; the stream goes on with epoch001-9. Load anew what depends on them.\",\"after\":\"" + after
        + "\",\"firstKept\":\"epoch001-9\",\"last\":\"epoch001-9\"}\n\n";
}
