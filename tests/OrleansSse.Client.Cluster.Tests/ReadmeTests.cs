using Orleans.Streams;
using OrleansSse.Client.Cluster.Tests.Hosting;
using OrleansSse.Client.OrleansStreams;

namespace OrleansSse.Client.Cluster.Tests;

/// <summary>The samples of the README, as they stand there.</summary>
public sealed class ReadmeTests(TestCluster cluster)
{
    [Fact]
    public async Task The_client_api_does_what_the_readme_says()
    {
        var client = cluster.Client;
        var name = cluster.NewName();
        var order = new Order(7, "tea");
        using var cancellation = new CancellationTokenSource();
        var cancellationToken = cancellation.Token;
        var received = new List<string>();

        var orders = client.GetEventStream(name);

        await orders.PublishAsync("plain text");
        await orders.PublishAsync(order, type: "ordered");
        await orders.PublishAsync([new EventData("one", "ordered"), new EventData("two", "ordered")]);
        var paid = await orders.PublishAsync("paid", options: new() { IdempotencyKey = "order-7-paid" });
        await orders.PublishAsync("closed", options: new() { ExpectedLast = paid.Last });

        await foreach (var streamEvent in orders.SubscribeAsync(StreamStart.Earliest, cancellationToken: cancellationToken))
        {
            received.Add($"{streamEvent.Id} {streamEvent.Type} {streamEvent.Data.Text}");
            if (received.Count == 6) break;
        }

        Assert.Equal(
            [" plain text", "ordered {\"number\":7,\"item\":\"tea\"}", "ordered one", "ordered two", " paid", " closed"],
            received.Select(text => text[(text.IndexOf(' ', StringComparison.Ordinal) + 1)..]));
    }

    [Fact]
    public async Task The_last_value_of_a_key_is_what_the_readme_says()
    {
        var orders = cluster.NewStream();
        var order = new Order(7, "tea");
        var texts = new List<string>();

        await orders.PublishAsync(new EventData("packed") { Key = "order-7", Ttl = TimeSpan.FromDays(30) });
        await orders.PublishAsync(EventDataJson.Create(order, orders.Json) with { Key = "order-7" });
        await foreach (var streamEvent in orders.ReadAsync(StreamStart.Snapshot)) texts.Add(streamEvent.Data.Text);

        Assert.Equal(["{\"number\":7,\"item\":\"tea\"}"], texts);
    }

    [Fact]
    public async Task A_gap_is_handled_as_the_readme_says()
    {
        var orders = cluster.NewStream();
        var last = (await orders.PublishAsync("lost")).Last;
        await orders.DeleteAsync();
        await orders.PublishAsync("kept");
        var reloaded = false;

        await foreach (var streamEvent in orders.SubscribeAsync(StreamStart.After(last), onGap: gap => reloaded = true))
        {
            Assert.Equal("kept", streamEvent.Data.Text);
            break;
        }

        Assert.True(reloaded);
    }

    [Fact]
    public async Task A_stream_ends_as_the_readme_says()
    {
        var orders = cluster.NewStream();
        await orders.PublishAsync("last");

        await orders.CompleteAsync();

        Assert.Equal(["last"], await orders.SubscribeAsync(StreamStart.Earliest).TextsAsync().Within("The subscription does not end."));
        Assert.Equal("stream_completed", (await Assert.ThrowsAsync<PublishRefusedException>(() => orders.PublishAsync("more"))).Code);
    }

    [Fact]
    public async Task A_broadcast_reports_as_the_readme_says()
    {
        var streams = cluster.Streams;
        string[] names = [cluster.NewName(), "not a name"];

        var reports = await streams.BroadcastAsync(names, new EventData("closing at 18:00", "notice"));
        var failed = reports.Where(report => !report.IsStored).Select(report => $"{report.Stream}: {report.Error?.Code}");

        Assert.Equal(["not a name: invalid_stream_name"], failed);
    }

    [Fact]
    public async Task The_stream_provider_does_what_the_readme_says()
    {
        var client = cluster.Client;
        var name = cluster.NewName();
        var received = new TaskCompletionSource<Order>();

        var orders = client.GetStreamProvider(EventStreamProvider.ProviderName).GetStream<Order>(name);
        var subscription = await orders.SubscribeAsync((order, token) =>
        {
            received.TrySetResult(order);
            return Task.CompletedTask;
        });
        await orders.OnNextAsync(new Order(7, "tea"));

        Assert.Equal(new Order(7, "tea"), await received.Task.Within("The order did not come."));
        await subscription.UnsubscribeAsync();
        await orders.OnCompletedAsync();
        Assert.True((await client.GetEventStream(name).GetInfoAsync()).IsCompleted);
    }
}
