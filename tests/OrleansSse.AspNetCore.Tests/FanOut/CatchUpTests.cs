using OrleansSse.AspNetCore.FanOut;
using OrleansSse.Client.Tests.Fakes;

namespace OrleansSse.AspNetCore.Tests.FanOut;

public sealed class CatchUpTests
{
    [Fact]
    public async Task History_comes_first_and_then_what_is_new()
    {
        await using var gateway = await TestGateway.StartAsync(events: 5, ringFrames: 2);
        gateway.Stream.PageSize = 2;
        var subscriber = gateway.Join(StreamStart.After(StreamPosition.Parse("epoch001-2")));
        await subscriber.ReadToAsync("data: 5\n\n");

        gateway.Stream.Append(1);
        await subscriber.ReadToAsync("data: 6\n\n");

        Assert.Equal(
            "id: epoch001-2\n\nid: epoch001-3\ndata: 3\n\nid: epoch001-4\ndata: 4\n\nid: epoch001-5\ndata: 5\n\nid: epoch001-6\ndata: 6\n\n",
            subscriber.Text);
    }

    [Fact]
    public async Task One_that_the_ring_has_left_behind_misses_nothing()
    {
        await using var gateway = await TestGateway.StartAsync(ringFrames: 4);
        var subscriber = gateway.Join(patience: 10);
        gateway.Stream.Append(1);
        await subscriber.BecomesAsync(ConnectionState.Blocked);
        gateway.Stream.Append(30);

        await subscriber.ReadToAsync("data: 31\n\n");

        Assert.Equal(string.Concat(Enumerable.Range(1, 31).Select(n => $"id: epoch001-{n}\ndata: {n}\n\n")), subscriber.Text);
    }

    [Fact]
    public async Task A_stream_that_has_its_epoch_but_no_event_yet_is_followed()
    {
        await using var gateway = new TestGateway();
        await gateway.Relay.Started.Within("the start of the relay");
        var early = gateway.Join();
        gateway.Stream.Begin();

        var subscriber = gateway.Join(StreamStart.Earliest);
        await subscriber.BecomesAsync(ConnectionState.Live);
        gateway.Stream.Append(1);
        await subscriber.ReadToAsync("data: 1\n\n");
        await early.ReadToAsync("data: 1\n\n");

        Assert.Equal("id: epoch001-0\n\nid: epoch001-1\ndata: 1\n\n", subscriber.Text);
        Assert.Equal("id: epoch001-1\ndata: 1\n\n", early.Text);
    }

    [Fact]
    public async Task When_history_cannot_be_read_the_subscriber_is_told_to_come_back()
    {
        await using var gateway = await TestGateway.StartAsync(events: 2);
        gateway.Stream.Before = static _ => throw new InvalidOperationException("The cluster client is not connected.");

        var text = await gateway.Join(StreamStart.Earliest).ReadAllAsync();

        Assert.Equal(
            "event: error\ndata: {\"code\":\"unavailable\",\"message\":\"The stream cannot be reached at the moment; reconnect.\"}\n\nretry: 2000\n\n", text);
    }

    [Fact]
    public async Task When_history_does_not_answer_the_subscriber_is_told_to_come_back()
    {
        await using var gateway = await TestGateway.StartAsync(events: 2);
        gateway.Stream.Before = static _ => new TaskCompletionSource().Task;
        var subscriber = gateway.Join(StreamStart.Earliest);

        await gateway.PassAsync(TimeSpan.FromSeconds(1), () => subscriber.Connection.Completion.IsCompleted, "the end of waiting");

        Assert.EndsWith("retry: 2000\n\n", await subscriber.ReadAllAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_relay_stays_in_a_past_epoch_the_subscriber_is_told_to_come_back()
    {
        await using var gateway = await TestGateway.StartAsync(events: 2);
        gateway.Stream.Pushes = static (_, _) => { };
        await gateway.Stream.Delete();
        gateway.Stream.Before = static call => call == nameof(IEventStreamGrain.Attach) ? new TaskCompletionSource().Task : Task.CompletedTask;
        gateway.Stream.RevokeLeases();
        var subscriber = gateway.Join(StreamStart.Earliest);

        await gateway.PassAsync(TimeSpan.FromSeconds(1), () => subscriber.Connection.Completion.IsCompleted, "the end of waiting");

        Assert.EndsWith("retry: 2000\n\n", await subscriber.ReadAllAsync(), StringComparison.Ordinal);
    }
}
