using OrleansSse.AspNetCore.FanOut;
using OrleansSse.AspNetCore.Frames;
using OrleansSse.Client.Tests.Fakes;

namespace OrleansSse.AspNetCore.Tests.FanOut;

/// <summary>What subscribers get of a stream that is completed: all that is left, the end, and the end of the connection.</summary>
public sealed class CompletionTests
{
    [Fact]
    public async Task A_live_subscriber_gets_the_end_and_its_connection_ends()
    {
        await using var gateway = await TestGateway.StartAsync();
        var subscriber = gateway.Join();
        gateway.Stream.Append(1);
        await gateway.Stream.Complete();

        Assert.Equal("id: epoch001-1\ndata: 1\n\n" + End("epoch001-1"), await subscriber.ReadAllAsync());
        Assert.Equal(0, subscriber.Aborts);
    }

    [Fact]
    public async Task A_slow_subscriber_takes_all_that_is_left_before_the_end()
    {
        await using var gateway = await TestGateway.StartAsync(ringFrames: 4);
        var subscriber = gateway.Join(patience: 10);
        gateway.Stream.Append(1);
        await subscriber.BecomesAsync(ConnectionState.Blocked);
        gateway.Stream.Append(30);
        await gateway.Stream.Complete();

        Assert.Equal(
            string.Concat(Enumerable.Range(1, 31).Select(n => $"id: epoch001-{n}\ndata: {n}\n\n")) + End("epoch001-31"), await subscriber.ReadAllAsync());
    }

    [Fact]
    public async Task One_that_begins_in_history_gets_it_and_the_end()
    {
        await using var gateway = await TestGateway.StartAsync(events: 5, ringFrames: 2);
        gateway.Stream.PageSize = 2;
        await gateway.Stream.Complete();

        Assert.Equal(
            "id: epoch001-2\n\nid: epoch001-3\ndata: 3\n\nid: epoch001-4\ndata: 4\n\nid: epoch001-5\ndata: 5\n\n" + End("epoch001-5"),
            await gateway.Join(StreamStart.After(StreamPosition.Parse("epoch001-2"))).ReadAllAsync());
    }

    [Fact]
    public async Task One_that_was_caught_up_before_the_relay_heard_of_the_end_ends_when_it_hears()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Stream.Pushes = static (_, _) => { };
        gateway.Stream.Append(2);
        await gateway.Stream.Complete();
        var subscriber = gateway.Join(StreamStart.Earliest);
        await subscriber.ReadToAsync("data: 2\n\n");

        await gateway.Relay.RefreshAsync().Within("the relay at the head");

        Assert.Equal("id: epoch001-0\n\nid: epoch001-1\ndata: 1\n\nid: epoch001-2\ndata: 2\n\n" + End("epoch001-2"), await subscriber.ReadAllAsync());
    }

    [Fact]
    public async Task One_that_wants_other_types_ends_as_well()
    {
        await using var gateway = await TestGateway.StartAsync();
        var subscriber = gateway.Join(new FrameFormat(new HashSet<string>(["wanted"]), FrameShape.Plain));
        gateway.Stream.Append(new EventData("a"), new EventData("b", "wanted"), new EventData("c"));
        await gateway.Stream.Complete();

        Assert.Equal("id: epoch001-2\nevent: wanted\ndata: b\n\n" + End("epoch001-3"), await subscriber.ReadAllAsync());
    }

    [Fact]
    public async Task One_that_wants_envelopes_gets_the_end_without_one()
    {
        await using var gateway = await TestGateway.StartAsync();
        var subscriber = gateway.Join(new FrameFormat(null, FrameShape.MessageEnvelope, TellsPositionByEvent: true));
        await gateway.Stream.Complete();

        Assert.Equal(End("epoch001-0"), await subscriber.ReadAllAsync());
    }

    [Fact]
    public async Task A_stream_that_never_had_an_event_ends_at_the_position_that_it_has_by_then()
    {
        await using var gateway = new TestGateway();
        await gateway.Relay.Started.Within("the start of the relay");
        var subscriber = gateway.Join();
        await gateway.Stream.Complete();

        Assert.Equal(End("epoch001-0"), await subscriber.ReadAllAsync());
    }

    [Fact]
    public async Task Who_missed_a_deletion_before_the_end_is_told_of_it_first()
    {
        await using var gateway = await TestGateway.StartAsync();
        var subscriber = gateway.Join();
        gateway.Stream.Append(1);
        await subscriber.ReadToAsync("data: 1\n\n");
        gateway.Stream.Pushes = static (_, _) => { };
        await gateway.Stream.Delete();
        gateway.Stream.Append(1);
        await gateway.Stream.Complete();
        await gateway.Relay.RefreshAsync().Within("the relay at the head");

        var text = await subscriber.ReadAllAsync();
        Assert.StartsWith("id: epoch001-1\ndata: 1\n\nid: epoch002-0\nevent: error\ndata: {\"code\":\"deleted\",", text, StringComparison.Ordinal);
        Assert.EndsWith("}\n\nid: epoch002-1\ndata: 1\n\n" + End("epoch002-1"), text, StringComparison.Ordinal);
    }

    private static string End(string id) =>
        $"id: {id}\nevent: end\ndata: {{\"code\":\"completed\",\"message\":\"The stream is completed; nothing follows.\",\"last\":\"{id}\"}}\n\n";
}
