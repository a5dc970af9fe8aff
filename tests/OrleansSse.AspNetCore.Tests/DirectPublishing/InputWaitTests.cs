using OrleansSse.AspNetCore.DirectPublishing;
using OrleansSse.Client.Tests.Fakes;
using static OrleansSse.AspNetCore.Tests.DirectPublishing.RequestBytes;

namespace OrleansSse.AspNetCore.Tests.DirectPublishing;

public sealed class InputWaitTests
{
    [Fact]
    public async Task A_client_that_sends_nothing_is_waited_for_by_the_server()
    {
        await using var connection = new TestConnection();
        connection.Serve();
        Beat(connection, InputWait.MaxBeats - 1);
        Assert.False(connection.Serving.IsCompleted);

        Beat(connection, 1);

        await connection.Serving.Within("the end of the wait");
    }

    [Fact]
    public async Task A_request_begins_the_wait_anew()
    {
        await using var connection = new TestConnection();
        connection.Serve();
        for (var n = 1; n <= 3; n++)
        {
            Beat(connection, InputWait.MaxBeats - 1);
            await connection.SendAsync(Publish($"{n}"));
            await connection.ReadAsync(end: $"-{n}\",\"count\":1}}");
        }

        Beat(connection, InputWait.MaxBeats - 1);
        Assert.False(connection.Serving.IsCompleted);
        await Condition.UntilAsync(() => connection.Serving.IsCompleted, "the end of the wait", () => connection.Wait.Beat());
    }

    [Fact]
    public async Task A_part_of_a_request_does_not()
    {
        await using var connection = new TestConnection();
        connection.Serve();
        foreach (var sent in Publish("1")[..InputWait.MaxBeats])
        {
            await connection.SendAsync($"{sent}");
            Beat(connection, 1);
        }

        await connection.Serving.Within("the end of the wait");
    }

    [Fact]
    public async Task The_server_goes_on_with_a_part_of_a_request_though_nothing_more_comes()
    {
        await using var connection = new TestConnection();
        connection.Serve();
        var part = Publish("2")[..^1];
        await connection.SendAsync($"{Publish("1")}{part}");
        await connection.ReadAsync(end: "}");
        await Condition.UntilAsync(() => connection.Serving.IsCompleted, "the end of the wait", () => connection.Wait.Beat());

        Assert.Equal(part, await connection.UnreadAsync());
    }

    [Fact]
    public async Task A_stream_that_is_slow_is_not_the_clients_fault()
    {
        await using var connection = new TestConnection();
        var (held, isHeld) = (new TaskCompletionSource(), new TaskCompletionSource());
        connection.StreamOf("a").After = _ =>
        {
            isHeld.TrySetResult();
            return held.Task;
        };
        await connection.SendAsync(Publish("1"));
        connection.Serve();
        await isHeld.Task.Within("the publish");
        Beat(connection, 2 * InputWait.MaxBeats);
        held.SetResult();
        await connection.ReadAsync(end: "}");
        await connection.SendAsync(Publish("2"));

        await connection.ReadAsync(end: "-2\",\"count\":1}");

        Assert.False(connection.Serving.IsCompleted);
    }

    [Fact]
    public async Task A_connection_that_is_to_be_closed_is_the_servers()
    {
        await using var connection = new TestConnection();
        connection.Serve();
        connection.Wait.End();

        await connection.Serving.Within("the end of the wait");
    }

    [Fact]
    public async Task So_is_one_that_was_to_be_closed_before_it_was_served()
    {
        await using var connection = new TestConnection();
        await connection.SendAsync(Publish("1"));
        connection.Wait.End();
        connection.Serve();

        Assert.Equal(Publish("1"), await connection.UnreadAsync());
    }

    [Fact]
    public async Task Whoever_reads_later_is_left_in_peace()
    {
        await using var connection = new TestConnection();
        await connection.SendAsync("GET / HTTP/1.1\r\n\r\n");
        connection.Serve();
        await connection.UnreadAsync();
        var later = connection.Input.ReadAsync().AsTask();

        Beat(connection, 2 * InputWait.MaxBeats);
        connection.Wait.End();
        Assert.False(later.IsCompleted);
        await connection.SendAsync("more");

        var read = await later.Within("what was sent later");
        Assert.Equal((false, "more"), (read.IsCanceled, read.Buffer.Text()));
    }

    private static void Beat(TestConnection connection, int times)
    {
        for (; times > 0; times--) connection.Wait.Beat();
    }
}
