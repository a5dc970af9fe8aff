using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Serialization;
using Orleans.Storage;
using OrleansSse.FileStorage.TestProcess;

namespace OrleansSse.FileStorage.Tests;

public sealed class FileGrainStorageTests : IDisposable
{
    private static readonly GrainId Grain = GrainId.Create("stream", "orders");

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(20_000)]
    [InlineData(5_000_000)]
    public async Task Reads_what_an_earlier_process_wrote(int size)
    {
        var filling = new byte[size];
        new Random(size).NextBytes(filling);
        var written = new GrainState<Sample>(new(7, filling));
        using (var earlier = new OpenStorage(_directory.Data)) await earlier.WriteAsync(Grain, "head", written);

        using var storage = new OpenStorage(_directory.Data);
        var read = await storage.ReadAsync<Sample>(Grain, "head");

        Assert.True(written.RecordExists);
        Assert.True(read.RecordExists);
        Assert.Equal(written.ETag, read.ETag);
        Assert.True(read.State!.Is(new(7, filling)));
    }

    [Fact]
    public async Task Reads_a_record_that_never_was_as_absent_and_stores_nothing()
    {
        using var storage = new OpenStorage(_directory.Data);
        var before = _directory.Entries();

        var read = await storage.ReadAsync<Sample>(Grain, "head");

        Assert.False(read.RecordExists);
        Assert.Null(read.ETag);
        Assert.Equal(0, read.State!.Number);
        Assert.Equal(before, _directory.Entries());
    }

    [Fact]
    public async Task Keeps_the_records_of_a_grain_beside_each_other()
    {
        using var storage = new OpenStorage(_directory.Data);
        foreach (var state in new[] { "head", "segment-1", "segment-2" }) await storage.WriteAsync(Grain, state, State(1));
        await storage.WriteAsync(GrainId.Create("stream", "other"), "head", State(1));

        Assert.Equal([1, 3], _directory.Records().GroupBy(Path.GetDirectoryName).Select(folder => folder.Count()).Order());
    }

    [Fact]
    public async Task Removes_a_cleared_record_and_leaves_the_others_of_the_grain()
    {
        using var storage = new OpenStorage(_directory.Data);
        var (head, segment) = (State(1), State(2));
        await storage.WriteAsync(Grain, "head", head);
        await storage.WriteAsync(Grain, "segment", segment);

        await storage.ClearAsync(Grain, "segment", segment);

        Assert.False(segment.RecordExists);
        Assert.Null(segment.ETag);
        Assert.Equal(0, segment.State!.Number);
        Assert.False((await storage.ReadAsync<Sample>(Grain, "segment")).RecordExists);
        Assert.Equal(1, (await storage.ReadAsync<Sample>(Grain, "head")).State!.Number);
    }

    [Fact]
    public async Task Removes_the_folder_of_a_grain_with_its_last_record_and_makes_it_again_for_the_next()
    {
        using var storage = new OpenStorage(_directory.Data);
        var head = State(1);
        await storage.WriteAsync(Grain, "head", head);
        var folder = Path.GetDirectoryName(Assert.Single(_directory.Records()));

        await storage.ClearAsync(Grain, "head", head);
        Assert.False(Directory.Exists(folder));

        await storage.WriteAsync(Grain, "head", head);
        Assert.Equal(folder, Path.GetDirectoryName(Assert.Single(_directory.Records())));
    }

    [Fact]
    public async Task Overwrites_what_a_crash_left_half_written_and_clears_it_with_the_last_record()
    {
        using var storage = new OpenStorage(_directory.Data);
        var head = State(1);
        await storage.WriteAsync(Grain, "head", head);
        var folder = Path.GetDirectoryName(Assert.Single(_directory.Records()))!;
        var leftover = Path.Combine(folder, "temp");

        await File.WriteAllTextAsync(leftover, "half a rec", TestContext.Current.CancellationToken);
        await storage.WriteAsync(Grain, "head", head);
        Assert.False(File.Exists(leftover));

        await File.WriteAllTextAsync(leftover, "half a rec", TestContext.Current.CancellationToken);
        await storage.ClearAsync(Grain, "head", head);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task Stores_the_state_as_it_was_when_the_write_began()
    {
        using var storage = new OpenStorage(_directory.Data);
        var head = new GrainState<Sample>(new(1, [1, 2, 3]));

        var writing = storage.WriteAsync(Grain, "head", head);
        head.State!.Filling[0] = 9;
        await writing;

        Assert.Equal([1, 2, 3], (await storage.ReadAsync<Sample>(Grain, "head")).State!.Filling);
    }

    [Fact]
    public async Task Stores_what_another_serializer_makes_of_the_state()
    {
        using var storage = new OpenStorage(_directory.Data, new Utf8TextSerializer());
        await storage.WriteAsync(Grain, "head", new GrainState<string>("grüße"));

        var stored = await File.ReadAllBytesAsync(Assert.Single(_directory.Records()), TestContext.Current.CancellationToken);

        Assert.Equal("gr\u00fc\u00dfe"u8.ToArray(), stored[RecordHeader.Size..]);
        Assert.Equal("grüße", (await storage.ReadAsync<string>(Grain, "head")).State);
    }

    [Fact]
    public async Task Says_when_the_serializer_cannot_read_what_another_wrote()
    {
        using (var earlier = new OpenStorage(_directory.Data, new Utf8TextSerializer()))
            await earlier.WriteAsync(Grain, "head", new GrainState<string>("not Orleans' format"));

        using var storage = new OpenStorage(_directory.Data);
        var refused = await Assert.ThrowsAsync<FileStorageException>(() => storage.ReadAsync<Sample>(Grain, "head"));

        Assert.Contains("another serializer", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_when_it_is_used_before_the_silo_starts()
    {
        using var services = new ServiceCollection().AddSerializer().BuildServiceProvider();
        using var storage = ActivatorUtilities.CreateInstance<FileGrainStorage>(
            services, "EventStreams", _directory.Data, new FileGrainStorageOptions(), NullLogger<FileGrainStorage>.Instance);

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => storage.ReadStateAsync("head", Grain, State(1)));

        Assert.Contains("'EventStreams'", refused.Message, StringComparison.Ordinal);
    }

    private static GrainState<Sample> State(long number) => new(new(number, []));

    private sealed class Utf8TextSerializer : IGrainStorageSerializer
    {
        public BinaryData Serialize<T>(T? input) => new(Encoding.UTF8.GetBytes((string)(object)input!));

        public T Deserialize<T>(BinaryData input) => (T)(object)input.ToString();
    }
}
