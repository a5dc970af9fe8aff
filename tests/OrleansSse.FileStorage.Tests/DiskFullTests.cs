using OrleansSse.FileStorage.TestProcess;

namespace OrleansSse.FileStorage.Tests;

public sealed class DiskFullTests : IDisposable
{
    private static readonly GrainId Grain = GrainId.Create("stream", "orders");

    private readonly TemporaryDirectory _directory = new();

    /// <summary>With a tiny disk, where one can be mounted, and without.</summary>
    public static TheoryData<bool> Tiny() => TinyFileSystem.IsPossible ? new(false, true) : new(false);

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Tiny))]
    public async Task Says_that_the_disk_is_full_keeps_what_is_stored_and_goes_on_when_there_is_room(bool tiny)
    {
        using var disk = new FullDisk(_directory.Data, tiny);
        using var storage = new OpenStorage(_directory.Data);
        var head = State(1);
        await storage.WriteAsync(Grain, "head", head);
        var etag = head.ETag;
        disk.Fill(Grain);

        head.State = State(2).State;
        var refused = await Assert.ThrowsAsync<FileStorageException>(() => storage.WriteAsync(Grain, "head", head));

        Assert.Contains($"The disk of '{_directory.Data}' is full", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Free space", refused.Message, StringComparison.Ordinal);
        Assert.Equal(etag, head.ETag);
        Assert.Equal(1, (await storage.ReadAsync<Sample>(Grain, "head")).State!.Number);

        disk.Free();
        await storage.WriteAsync(Grain, "head", head);
        Assert.Equal(2, (await storage.ReadAsync<Sample>(Grain, "head")).State!.Number);
    }

    [Theory]
    [MemberData(nameof(Tiny))]
    public async Task Leaves_nothing_of_the_writes_that_a_full_disk_refused(bool tiny)
    {
        using var disk = new FullDisk(_directory.Data, tiny);
        using var storage = new OpenStorage(_directory.Data);
        GrainId[] grains = [.. Enumerable.Range(0, 50).Select(i => GrainId.Create("stream", $"s{i}"))];
        disk.Fill(grains);

        await Task.WhenAll(grains.Select(grain => Assert.ThrowsAsync<FileStorageException>(() => storage.WriteAsync(grain, "head", State(1)))));

        disk.Free();
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_directory.Data, "records"), "*", SearchOption.AllDirectories));
    }

    [Theory]
    [MemberData(nameof(Tiny))]
    public async Task Opens_and_reads_while_the_disk_is_full(bool tiny)
    {
        using var disk = new FullDisk(_directory.Data, tiny);
        using (var earlier = new OpenStorage(_directory.Data)) await earlier.WriteAsync(Grain, "head", State(1));
        if (tiny) disk.Fill();
        else File.CreateSymbolicLink(DurableFile.TemporaryIn(_directory.Data), "/dev/full");

        using var storage = new OpenStorage(_directory.Data);

        Assert.Equal(1, (await storage.ReadAsync<Sample>(Grain, "head")).State!.Number);
    }

    private static GrainState<Sample> State(long number) => new(new(number, new byte[20_000]));
}
