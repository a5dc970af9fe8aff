using OrleansSse.AspNetCore.FanOut;
using OrleansSse.AspNetCore.Frames;
using OrleansSse.Client.Tests.Fakes;

namespace OrleansSse.AspNetCore.Tests.FanOut;

public sealed class LiveTests
{
    [Fact]
    public async Task Events_are_written_as_they_come()
    {
        await using var gateway = await TestGateway.StartAsync();
        var subscriber = gateway.Join();

        gateway.Stream.Append(1);
        await subscriber.ReadToAsync("data: 1\n\n");
        gateway.Stream.Append(1);
        await subscriber.ReadToAsync("data: 2\n\n");

        Assert.Equal("id: epoch001-1\ndata: 1\n\nid: epoch001-2\ndata: 2\n\n", subscriber.Text);
    }

    [Fact]
    public async Task What_came_while_the_client_was_slow_leaves_in_one_flush()
    {
        await using var gateway = await TestGateway.StartAsync();
        var subscriber = gateway.Join(patience: 10);
        gateway.Stream.Append(1);
        await subscriber.BecomesAsync(ConnectionState.Blocked);

        for (var n = 0; n < 50; n++) gateway.Stream.Append(1);
        Assert.Equal(1, subscriber.Output.Flushes);
        await subscriber.ReadToAsync("data: 51\n\n");

        Assert.Equal(2, subscriber.Output.Flushes);
    }

    [Fact]
    public async Task What_comes_after_a_part_that_was_taken_late_is_written_without_another_event()
    {
        await using var gateway = await TestGateway.StartAsync();
        var subscriber = gateway.Join(taken: 20);

        gateway.Stream.Append(10);

        await subscriber.ReadToAsync("data: 10\n\n");
    }

    [Fact]
    public async Task One_that_is_slow_holds_up_no_other()
    {
        await using var gateway = await TestGateway.StartAsync();
        TestSubscriber[] stuck = [.. Enumerable.Range(0, 8).Select(_ => gateway.Join(patience: 1))];
        TestSubscriber[] reading = [.. Enumerable.Range(0, 8).Select(_ => gateway.Join())];

        gateway.Stream.Append(10);

        foreach (var subscriber in reading) await subscriber.ReadToAsync("data: 10\n\n");
        foreach (var subscriber in stuck) await subscriber.BecomesAsync(ConnectionState.Blocked);
    }

    [Fact]
    public async Task One_whose_output_fails_is_ended_and_harms_no_other()
    {
        await using var gateway = await TestGateway.StartAsync();
        TestSubscriber[] failing = [.. Enumerable.Range(0, 8).Select(_ => gateway.Join())];
        TestSubscriber[] sound = [.. Enumerable.Range(0, 8).Select(_ => gateway.Join())];
        foreach (var subscriber in failing) subscriber.Output.BeforeFlush = static () => throw new NotSupportedException("The output is at fault.");

        gateway.Stream.Append(1);

        foreach (var subscriber in sound) await subscriber.ReadToAsync("data: 1\n\n");
        foreach (var subscriber in failing)
        {
            await subscriber.Connection.Completion.Within("the end of a connection that cannot be written to");
            Assert.Equal(1, subscriber.Aborts);
        }
    }

    [Fact]
    public async Task A_filter_and_a_form_apply_to_history_and_live_alike()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Stream.Append(new("a", "wanted"), new("b", "other"));
        var subscriber = gateway.Join(StreamStart.Earliest, new(new HashSet<string> { "wanted" }, FrameShape.MessageEnvelope));
        await subscriber.BecomesAsync(ConnectionState.Live);

        gateway.Stream.Append(new("c", "other"), new("d", "wanted"));
        await Condition.UntilAsync(() => subscriber.Text.Contains("\"d\"", StringComparison.Ordinal), "the last event", () => subscriber.Read());

        const string Time = "1970-01-01T00:00:00.000Z";
        Assert.Equal(
            "id: epoch001-0\n\n"
            + "id: epoch001-1\ndata: {\"stream\":\"default\",\"id\":\"epoch001-1\",\"type\":\"wanted\",\"time\":\"" + Time + "\",\"data\":\"a\"}\n\n"
            + "id: epoch001-4\ndata: {\"stream\":\"default\",\"id\":\"epoch001-4\",\"type\":\"wanted\",\"time\":\"" + Time + "\",\"data\":\"d\"}\n\n",
            subscriber.Text);
    }
}
