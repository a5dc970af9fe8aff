using Orleans.Storage;
using OrleansSse.FileStorage.TestProcess;

namespace OrleansSse.FileStorage.Tests;

/// <summary>Whatever stands where a record should be, it is an error, not an absent record and not a wrong one.</summary>
public sealed class DamageTests : IDisposable
{
    private static readonly GrainId Grain = GrainId.Create("stream", "orders");

    private readonly TemporaryDirectory _directory = new();
    private readonly OpenStorage _storage;
    private string _file = "";
    private byte[] _whole = [];

    public DamageTests() => _storage = new(_directory.Data);

    public void Dispose()
    {
        _storage.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Says_when_a_record_is_cut_off_at_any_byte()
    {
        await StoreAsync();

        for (var length = 0; length < _whole.Length; length++) await AssertRefusedAsync(_whole[..length]);
    }

    [Fact]
    public async Task Says_when_any_bit_of_a_record_is_wrong()
    {
        await StoreAsync();

        for (var bit = 0; bit < 8 * _whole.Length; bit++)
        {
            var damaged = _whole.ToArray();
            damaged[bit / 8] ^= (byte)(1 << bit % 8);
            await AssertRefusedAsync(damaged);
        }
    }

    [Fact]
    public async Task Says_when_a_record_is_longer_than_it_was()
    {
        await StoreAsync();

        await AssertRefusedAsync([.. _whole, 0]);
    }

    [Fact]
    public async Task Says_when_the_file_is_of_another_program()
    {
        await StoreAsync();

        await AssertRefusedAsync("This file has nothing to do with grain storage, but it is long enough to have a header."u8.ToArray());
    }

    [Fact]
    public async Task Says_when_the_record_of_another_state_was_put_there()
    {
        await StoreAsync();
        await _storage.WriteAsync(Grain, "segment-1", new GrainState<Sample>(new(1, [])));
        var other = _directory.Records().Single(file => file != _file);

        await AssertRefusedAsync(await File.ReadAllBytesAsync(other, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Says_when_a_folder_is_where_the_record_was()
    {
        await StoreAsync();
        File.Delete(_file);
        Directory.CreateDirectory(_file);

        await AssertUnreadableAsync();
    }

    [Fact]
    public async Task Says_when_a_file_is_where_the_folder_of_the_grain_was()
    {
        await StoreAsync();
        var folder = Path.GetDirectoryName(_file)!;
        Directory.Delete(folder, recursive: true);
        await File.WriteAllTextAsync(folder, "", TestContext.Current.CancellationToken);

        await AssertUnreadableAsync();
    }

    [Fact]
    public async Task Says_when_the_whole_directory_is_gone()
    {
        await StoreAsync();
        Directory.Delete(_directory.Data, recursive: true);

        await AssertUnreadableAsync();
        Assert.False(Directory.Exists(_directory.Data));
    }

    [Fact]
    public async Task Says_when_the_folder_of_all_records_is_gone()
    {
        await StoreAsync();
        Directory.Delete(Path.Combine(_directory.Data, "records"), recursive: true);

        await AssertUnreadableAsync();
    }

    private async Task StoreAsync()
    {
        await _storage.WriteAsync(Grain, "head", new GrainState<Sample>(new(1, [1, 2, 3])));
        _file = Assert.Single(_directory.Records());
        _whole = await File.ReadAllBytesAsync(_file, TestContext.Current.CancellationToken);
    }

    private async Task AssertRefusedAsync(byte[] content)
    {
        await File.WriteAllBytesAsync(_file, content, TestContext.Current.CancellationToken);

        var refused = await AssertUnreadableAsync();

        Assert.Contains(_file, refused.Message, StringComparison.Ordinal);
        Assert.Contains("Restore the file", refused.Message, StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllBytesAsync(_file, TestContext.Current.CancellationToken));
    }

    /// <summary>A read fails, and a caller who believes that there is nothing cannot write.</summary>
    private async Task<FileStorageException> AssertUnreadableAsync()
    {
        var refused = await Assert.ThrowsAsync<FileStorageException>(() => _storage.ReadAsync<Sample>(Grain, "head"));
        var write = await Assert.ThrowsAnyAsync<OrleansException>(
            () => _storage.WriteAsync(Grain, "head", new GrainState<Sample>(new(2, []))));
        Assert.True(write is FileStorageException or InconsistentStateException, write.ToString());
        return refused;
    }
}
