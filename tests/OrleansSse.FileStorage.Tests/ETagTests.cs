using Orleans.Storage;
using OrleansSse.FileStorage.TestProcess;

namespace OrleansSse.FileStorage.Tests;

public sealed class ETagTests : IDisposable
{
    private static readonly GrainId Grain = GrainId.Create("stream", "orders");

    private readonly TemporaryDirectory _directory = new();
    private readonly OpenStorage _storage;

    public ETagTests() => _storage = new(_directory.Data);

    public void Dispose()
    {
        _storage.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Refuses_a_write_without_an_etag_where_a_record_exists()
    {
        var owner = await WriteAsync(1);

        var refused = await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(2));

        Assert.Equal(owner.ETag, refused.StoredEtag);
        Assert.Null(refused.CurrentEtag);
        await AssertStoredAsync(1, owner.ETag);
    }

    [Fact]
    public async Task Refuses_a_write_with_a_stale_etag_and_leaves_the_caller_as_it_was()
    {
        var frozen = await WriteAsync(1);
        var stale = frozen.ETag;
        var owner = await _storage.ReadAsync<Sample>(Grain, "head");
        owner.State = Number(2);
        await _storage.WriteAsync(Grain, "head", owner);

        frozen.State = Number(3);
        var refused = await Assert.ThrowsAsync<InconsistentStateException>(() => _storage.WriteAsync(Grain, "head", frozen));

        Assert.Equal((owner.ETag, stale, stale), (refused.StoredEtag, refused.CurrentEtag, frozen.ETag));
        await AssertStoredAsync(2, owner.ETag);
    }

    [Fact]
    public async Task Refuses_a_write_with_an_etag_where_the_record_is_missing()
    {
        var frozen = await WriteAsync(1);
        await _storage.ClearAsync(Grain, "head", await _storage.ReadAsync<Sample>(Grain, "head"));

        await Assert.ThrowsAsync<InconsistentStateException>(() => _storage.WriteAsync(Grain, "head", frozen));

        Assert.Empty(_directory.Records());
    }

    [Fact]
    public async Task Refuses_the_etag_of_a_record_that_was_cleared_and_written_again()
    {
        var frozen = await WriteAsync(1);
        await _storage.ClearAsync(Grain, "head", await _storage.ReadAsync<Sample>(Grain, "head"));
        var owner = await WriteAsync(2);

        await Assert.ThrowsAsync<InconsistentStateException>(() => _storage.WriteAsync(Grain, "head", frozen));

        await AssertStoredAsync(2, owner.ETag);
    }

    [Fact]
    public async Task Refuses_to_clear_with_a_stale_etag_or_none()
    {
        var owner = await WriteAsync(1);

        await Assert.ThrowsAsync<InconsistentStateException>(() => _storage.ClearAsync(Grain, "head", new GrainState<Sample>(Number(1), "stale")));
        await Assert.ThrowsAsync<InconsistentStateException>(() => _storage.ClearAsync(Grain, "head", new GrainState<Sample>(Number(1))));

        await AssertStoredAsync(1, owner.ETag);
    }

    [Fact]
    public async Task Clears_without_complaint_what_was_never_there()
    {
        await _storage.ClearAsync(Grain, "head", new GrainState<Sample>(Number(1)));

        Assert.Empty(_directory.Records());
    }

    [Fact]
    public async Task Lets_exactly_one_of_many_concurrent_writers_win()
    {
        for (var round = 0; round < 20; round++)
        {
            var start = await _storage.ReadAsync<Sample>(Grain, "head");
            var writers = Enumerable.Range(1, 16).Select(i => new GrainState<Sample>(Number(100 * round + i), start.ETag)).ToArray();

            var won = await Task.WhenAll(writers.Select(writer => Task.Run(() => TryWriteAsync(writer))));

            var winner = writers[Assert.Single(Enumerable.Range(0, writers.Length), i => won[i])];
            await AssertStoredAsync(winner.State!.Number, winner.ETag);
        }
    }

    private static Sample Number(long number) => new(number, []);

    private async Task<GrainState<Sample>> WriteAsync(long number)
    {
        var state = new GrainState<Sample>(Number(number));
        await _storage.WriteAsync(Grain, "head", state);
        return state;
    }

    private async Task<bool> TryWriteAsync(GrainState<Sample> state)
    {
        try
        {
            await _storage.WriteAsync(Grain, "head", state);
            return true;
        }
        catch (InconsistentStateException)
        {
            return false;
        }
    }

    private async Task AssertStoredAsync(long number, string? etag)
    {
        var stored = await _storage.ReadAsync<Sample>(Grain, "head");
        Assert.Equal((number, etag), (stored.State!.Number, stored.ETag));
    }
}
