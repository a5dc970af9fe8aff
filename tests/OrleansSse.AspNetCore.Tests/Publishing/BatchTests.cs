using System.IO.Pipelines;
using System.Text;
using OrleansSse.AspNetCore.Publishing;

namespace OrleansSse.AspNetCore.Tests.Publishing;

public sealed class BatchTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_batch_has_no_more_events_than_the_limit()
    {
        var reading = await ReadAllAtOnceAsync("data: a\n\ndata: b\n\ndata: c\n\ndata: d\n\ndata: e\n\n", new(BatchEvents: 2));

        Assert.Equal(["ab", "cd", "e"], reading);
    }

    [Fact]
    public async Task A_batch_has_no_more_bytes_than_the_limit()
    {
        var reading = await ReadAllAtOnceAsync("data: aaaa\n\ndata: bbb\n\ndata: cccc\n\ndata: d\n\n", new(EventBytes: 4, BatchBytes: 8));

        Assert.Equal(["aaaabbb", "ccccd"], reading);
    }

    [Fact]
    public async Task An_event_larger_than_a_batch_is_a_batch_of_its_own()
    {
        var reading = await ReadAllAtOnceAsync("data: aaaa\n\ndata: b\n\n", new(EventBytes: 4, BatchBytes: 2));

        Assert.Equal(["aaaa", "b"], reading);
    }

    [Fact]
    public async Task The_type_counts_too()
    {
        var reading = await ReadAllAtOnceAsync("event: aaa\ndata: a\n\nevent: bbb\ndata: b\n\n", new(EventBytes: 4, BatchBytes: 7));

        Assert.Equal(["a", "b"], reading);
    }

    private static async Task<List<string>> ReadAllAtOnceAsync(string body, ReadLimits limits)
    {
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes(body), Cancellation);
        await pipe.Writer.CompleteAsync();

        var reader = new SseEventReader(pipe.Reader, limits);
        var batches = new List<string>();
        while (await reader.ReadBatchAsync(Cancellation) is { } batch) batches.Add(string.Concat(batch.Select(e => e.Text)));
        Assert.Null(reader.Refusal);
        return batches;
    }
}
