using OrleansSse.Client;
using OrleansSse.Compatibility.Tests.Samples;

namespace OrleansSse.Compatibility.Tests.Storage;

/// <summary>A silo of this version takes over the storage of an earlier one.</summary>
public sealed class StoredStreamTests : IAsyncDisposable
{
    private StorageCopy? _copy;
    private SampleSilo? _silo;

    public static TheoryData<int> Versions => [1, 2, 3];

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Every_event_is_there(int version)
    {
        var silo = await OpenAsync(version);

        Assert.Equal(await File.ReadAllLinesAsync(SampleFolder.Of(version).EventList), await StoredStreams.ListAsync(silo));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_publish_is_known_by_its_key_wherever_it_lies(int version)
    {
        var orders = (await OpenAsync(version)).Stream(StoredStreams.Orders);
        var before = await orders.GetInfoAsync();
        var expected = new List<string>();
        var repeated = new List<string>();
        await foreach (var streamEvent in orders.ReadAsync(StreamStart.Earliest))
        {
            if (streamEvent.Type == "keyed") expected.Add($"Repeated {streamEvent.Id} 2");
        }

        foreach (var key in Enumerable.Range(0, expected.Count))
        {
            var result = await orders.PublishAsync(StoredStreams.Keyed(key), new() { IdempotencyKey = $"key-{key}" });
            repeated.Add($"{result.Outcome} {result.First} {result.Count}");
        }

        Assert.Equal(6, expected.Count);
        Assert.Equal(expected, repeated);
        Assert.Equal(before, await orders.GetInfoAsync());
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Streams_go_on_where_they_stood(int version)
    {
        var silo = await OpenAsync(version);
        foreach (var name in StoredStreams.All)
        {
            var stream = silo.Stream(name);
            var last = (await stream.GetInfoAsync()).Last;

            var result = await stream.PublishAsync("next", options: new() { ExpectedLast = last });

            Assert.Equal((PublishOutcome.Appended, last.Next()), (result.Outcome, result.First));
        }
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_stream_keeps_the_retention_that_it_was_given(int version)
    {
        var trimmed = (await OpenAsync(version)).Stream(StoredStreams.Trimmed);
        await trimmed.PublishAsync("next");

        var info = await trimmed.GetInfoAsync();

        Assert.Equal(StoredStreams.TrimmedRetention.Over(new()), info.Retention);
        Assert.Equal(StoredStreams.TrimmedRetention.MaxEvents, info.Count);
    }

    [Fact]
    public async Task A_completed_stream_is_still_completed()
    {
        var completed = (await OpenAsync(version: 2)).Stream(StoredStreams.Completed);

        Assert.True((await completed.GetInfoAsync()).IsCompleted);
        await Assert.ThrowsAsync<PublishRefusedException>(() => completed.PublishAsync("next"));
    }

    [Fact]
    public async Task A_snapshot_is_made_of_what_was_stored()
    {
        var deleted = (await OpenAsync(version: 2)).Stream(StoredStreams.Deleted);
        var texts = new List<string>();

        await foreach (var streamEvent in deleted.ReadAsync(StreamStart.Snapshot)) texts.Add($"{streamEvent.Data.Key} {streamEvent.Data.Text}");

        Assert.Equal(["Oslo 9 °C"], texts);
    }

    public async ValueTask DisposeAsync()
    {
        if (_silo is not null) await _silo.DisposeAsync();
        _copy?.Dispose();
    }

    private async Task<SampleSilo> OpenAsync(int version)
    {
        _copy = StorageCopy.Of(SampleFolder.Of(version).Storage);
        return _silo = await SampleSilo.StartAsync(_copy.FullName, new SampleClock(TimeSpan.FromHours(1)));
    }
}
