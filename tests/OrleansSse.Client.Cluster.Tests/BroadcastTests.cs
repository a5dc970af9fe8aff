using OrleansSse.Client.Cluster.Tests.Hosting;

namespace OrleansSse.Client.Cluster.Tests;

public sealed class BroadcastTests(TestCluster cluster)
{
    [Fact]
    public async Task Reaches_every_stream()
    {
        var names = Enumerable.Range(0, 300).Select(_ => cluster.NewName("broadcast")).ToArray();

        var reports = await cluster.Streams.BroadcastAsync(names, new EventData("closing", "notice"));

        Assert.Equal(names, reports.Select(report => report.Stream));
        Assert.All(reports, report => Assert.True(report is { IsStored: true, Error: null }));
        foreach (var report in reports)
        {
            var streamEvent = Assert.Single(await cluster.Streams.GetStream(report.Stream).ReadAsync(StreamStart.Earliest).FirstAsync(2));
            Assert.Equal((report.Result!.Last, new EventData("closing", "notice")), (streamEvent.Id, streamEvent.Data));
        }
    }

    [Fact]
    public async Task The_failure_of_one_stream_is_not_that_of_another()
    {
        var (good, used) = (cluster.NewName(), cluster.NewName());
        var options = new PublishOptions { IdempotencyKey = "notice-1" };
        await cluster.Streams.GetStream(used).PublishAsync("other", options: options);

        var reports = await cluster.Streams.BroadcastAsync([used, "not a name", good], new EventData("closing"), options);

        Assert.Equal([used, "not a name", good], reports.Select(report => report.Stream));
        Assert.Equal("idempotency_key_reused", Assert.IsType<PublishRefusedException>(reports[0].Error).Code);
        Assert.IsType<InvalidStreamNameException>(reports[1].Error);
        Assert.Equal([false, false, true], reports.Select(report => report.IsStored));
    }

    [Fact]
    public async Task A_name_that_is_given_twice_gets_the_event_once()
    {
        var name = cluster.NewName();

        var report = Assert.Single(await cluster.Streams.BroadcastAsync([name, name], new EventData("closing")));

        Assert.Equal(1, report.Result!.Last.Sequence);
    }

    [Fact]
    public async Task Done_again_under_its_key_repeats_nothing()
    {
        string[] names = [cluster.NewName(), cluster.NewName()];
        var options = new PublishOptions { IdempotencyKey = "notice-2" };
        var first = await cluster.Streams.BroadcastAsync([names[0]], new EventData("closing"), options);

        var both = await cluster.Streams.BroadcastAsync(names, new EventData("closing"), options);

        Assert.Equal([PublishOutcome.Repeated, PublishOutcome.Appended], both.Select(report => report.Result!.Outcome));
        Assert.Equal(first[0].Result!.Last, both[0].Result!.Last);
    }

    [Fact]
    public async Task That_is_given_up_says_so()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            cluster.Streams.BroadcastAsync([cluster.NewName()], new EventData("closing"), cancellationToken: new(canceled: true)));
    }
}
