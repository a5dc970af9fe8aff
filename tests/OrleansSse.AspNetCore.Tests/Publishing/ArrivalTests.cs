using System.IO.Pipelines;
using System.Text;
using OrleansSse.AspNetCore.Publishing;

namespace OrleansSse.AspNetCore.Tests.Publishing;

public sealed class ArrivalTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly Pipe _body = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Gives_what_is_complete_and_waits_for_the_rest()
    {
        var reader = new NdjsonEventReader(_body.Reader, new());
        await ArriveAsync("{\"data\":\"a\"}\n{\"data\":\"b\"}\n{\"da");

        Assert.Equal(["a", "b"], await NextAsync(reader, "the two events that are complete"));

        var next = NextAsync(reader, "the third event");
        Assert.False(next.IsCompleted);
        await ArriveAsync("ta\":\"c\"}\n");
        Assert.Equal(["c"], await next);

        await _body.Writer.CompleteAsync();
        Assert.Null(await NextAsync(reader, "the end"));
        Assert.Null(reader.Refusal);
    }

    [Fact]
    public async Task Does_not_wait_after_CR_to_see_whether_LF_follows()
    {
        var reader = new SseEventReader(_body.Reader, new());
        await ArriveAsync("data: a\r\r");

        Assert.Equal(["a"], await NextAsync(reader, "the event that CR CR ends"));

        await ArriveAsync("\ndata: b\r\n\r\n");
        Assert.Equal(["b"], await NextAsync(reader, "the event after the LF that belonged to the CR"));
    }

    [Fact]
    public async Task Gives_the_events_before_a_bad_one_and_reads_no_further()
    {
        var reader = new NdjsonEventReader(_body.Reader, new());
        await ArriveAsync("{\"data\":\"a\"}\noops\n");

        Assert.Equal(["a"], await NextAsync(reader, "the event before the bad line"));
        Assert.Null(await NextAsync(reader, "the end, though the body goes on"));
        Assert.Equal((ErrorCodes.InvalidJson, 2L), (reader.Refusal?.Code, reader.Refusal?.Line));
    }

    [Fact]
    public async Task Passes_on_that_the_connection_broke_and_invents_no_event()
    {
        var reader = new NdjsonEventReader(_body.Reader, new());
        await ArriveAsync("{\"data\":\"a\"}");
        await _body.Writer.CompleteAsync(new IOException("The client reset the connection."));

        await Assert.ThrowsAsync<IOException>(() => NextAsync(reader, "the failure"));
    }

    [Fact]
    public async Task Stops_waiting_when_cancelled()
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var reader = new SseEventReader(_body.Reader, new());
        var next = reader.ReadBatchAsync(cancellation.Token).AsTask();
        Assert.False(next.IsCompleted);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.WaitAsync(Limit, Cancellation));
    }

    private async Task ArriveAsync(string text) => await _body.Writer.WriteAsync(Encoding.UTF8.GetBytes(text), Cancellation);

    private static async Task<IEnumerable<string>?> NextAsync(EventReader reader, string what)
    {
        var next = reader.ReadBatchAsync(Cancellation).AsTask();
        await Task.WhenAny(next, Task.Delay(Limit, TimeProvider.System, Cancellation));
        Assert.True(next.IsCompleted, $"Waited {Limit} for {what}.");
        return (await next)?.Select(e => e.Text);
    }
}
