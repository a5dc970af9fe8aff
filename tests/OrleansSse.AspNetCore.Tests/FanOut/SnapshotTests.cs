using OrleansSse.AspNetCore.Frames;
using OrleansSse.Client.Tests.Fakes;

namespace OrleansSse.AspNetCore.Tests.FanOut;

public sealed class SnapshotTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1024)]
    public async Task All_of_a_snapshot_comes_before_anything_of_the_ring_and_its_end_moves_the_position(int pageSize)
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Stream.PageSize = pageSize;
        gateway.Stream.Append(Of("a", "1"), Of("b", "2"), Of("a", "3"), Of("c", "4"), new("none"));
        await gateway.Relay.RefreshAsync().Within("the relay at the head");

        var subscriber = gateway.Join(StreamStart.Snapshot);
        await subscriber.ReadToAsync("id: epoch001-5\n\n");
        gateway.Stream.Append(Of("b", "6"));
        await subscriber.ReadToAsync("data: 6\n\n");

        Assert.Equal(
            "id: epoch001-1\n\nid: epoch001-2\ndata: 2\n\nid: epoch001-3\ndata: 3\n\nid: epoch001-4\ndata: 4\n\nid: epoch001-5\n\nid: epoch001-6\ndata: 6\n\n",
            subscriber.Text);
    }

    [Fact]
    public async Task One_that_ends_with_the_last_event_says_no_more()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Stream.Append(new("none"), Of("a", "2"));
        await gateway.Relay.RefreshAsync().Within("the relay at the head");

        var subscriber = gateway.Join(StreamStart.Snapshot);
        await subscriber.BecomesAsync(AspNetCore.FanOut.ConnectionState.Live);
        gateway.Stream.Append(new EventData("3"));
        await subscriber.ReadToAsync("data: 3\n\n");

        Assert.Equal("id: epoch001-1\n\nid: epoch001-2\ndata: 2\n\nid: epoch001-3\ndata: 3\n\n", subscriber.Text);
    }

    [Fact]
    public async Task Where_an_id_alone_is_passed_over_the_end_is_an_event()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Stream.Append(Of("a", "1"), new("none"));
        await gateway.Relay.RefreshAsync().Within("the relay at the head");

        var subscriber = gateway.Join(StreamStart.Snapshot, new FrameFormat(null, FrameShape.Plain, TellsPositionByEvent: true));
        await subscriber.ReadToAsync("id: epoch001-2\nevent: $position\ndata: \n\n");

        Assert.Equal(
            "id: epoch001-0\nevent: $position\ndata: \n\nid: epoch001-1\ndata: 1\n\nid: epoch001-2\nevent: $position\ndata: \n\n", subscriber.Text);
    }

    [Fact]
    public async Task An_empty_one_is_the_position_of_the_head()
    {
        await using var gateway = await TestGateway.StartAsync(events: 3);

        var subscriber = gateway.Join(StreamStart.Snapshot);
        await subscriber.BecomesAsync(AspNetCore.FanOut.ConnectionState.Live);
        gateway.Stream.Append(1);
        await subscriber.ReadToAsync("data: 4\n\n");

        Assert.Equal("id: epoch001-3\n\nid: epoch001-4\ndata: 4\n\n", subscriber.Text);
    }

    private static EventData Of(string key, string text) => new(text) { Key = key };
}
