using OrleansSse.FileStorage.TestProcess;

namespace OrleansSse.FileStorage.Tests;

public sealed class DiskFullTests : IDisposable
{
    private static readonly GrainId Grain = GrainId.Create("stream", "orders");

    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<bool> Tiny() => TinyFileSystem.IsPossible ? new(false, true) : new(false);

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Tiny))]
    public async Task Says_that_the_disk_is_full_keeps_what_is_stored_and_goes_on_when_there_is_room(bool tiny)
    {
        using var disk = new FullDisk(_directory.Data, tiny);
        using (var storage = new OpenStorage(_directory.Data))
        {
            var head = new GrainState<Sample>(new(1, new byte[20_000]));
            await storage.WriteAsync(Grain, "head", head);
            var etag = head.ETag;
            disk.Fill();

            head.State = new(2, new byte[20_000]);
            var refused = await Assert.ThrowsAsync<FileStorageException>(() => storage.WriteAsync(Grain, "head", head));

            Assert.Contains($"The disk of '{_directory.Data}' is full", refused.Message, StringComparison.Ordinal);
            Assert.Contains("Free space", refused.Message, StringComparison.Ordinal);
            Assert.Equal(etag, head.ETag);
            Assert.Equal(1, (await storage.ReadAsync<Sample>(Grain, "head")).State!.Number);

            disk.Free();
            await storage.WriteAsync(Grain, "head", head);
            Assert.Equal(2, (await storage.ReadAsync<Sample>(Grain, "head")).State!.Number);
        }
    }

    [Theory]
    [MemberData(nameof(Tiny))]
    public async Task Refuses_to_be_full_of_leftovers_after_many_failed_writes(bool tiny)
    {
        using var disk = new FullDisk(_directory.Data, tiny);
        using var storage = new OpenStorage(_directory.Data);
        disk.Fill();

        for (var i = 0; i < 100; i++)
        {
            var grain = GrainId.Create("stream", $"s{i}");
            await Assert.ThrowsAsync<FileStorageException>(() => storage.WriteAsync(grain, "head", new GrainState<Sample>(new(i, new byte[20_000]))));
        }

        disk.Free();
        Assert.Empty(_directory.Records());
        Assert.InRange(Directory.GetFiles(Path.Combine(_directory.Data, "temp")).Length, 0, 17);
    }
}
