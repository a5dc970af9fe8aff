using System.Diagnostics;
using System.Globalization;

namespace OrleansSse.FileStorage.TestProcess;

/// <summary>
/// The time of a commit beside what the disk itself takes for write, fsync, rename and fsync of the folder. Run by hand:
/// <c>dotnet run -c Release --project tests/OrleansSse.FileStorage.TestProcess -- measure directory</c>.
/// </summary>
internal sealed class Measurement(string directory, TextWriter output)
{
    private const int CommitsPerStream = 200;
    private static readonly TimeSpan Calm = TimeSpan.FromMilliseconds(20);

    public async Task RunAsync()
    {
        foreach (var size in new[] { 20 * 1024, 64 * 1024 })
        {
            await CompareAsync(size, streams: 1, pause: Calm);
            await CompareAsync(size, streams: 1);
            await CompareAsync(size, streams: 16);
            await CompareAsync(size, streams: 64);
        }
    }

    private async Task CompareAsync(int size, int streams, TimeSpan pause = default)
    {
        await MeasureAsync("floor", size, streams, pause, stream => FloorCommit(stream, size));
        using var storage = new OpenStorage(Path.Combine(directory, "storage"));
        await MeasureAsync("storage", size, streams, pause, stream => StorageCommit(storage, stream, size));
    }

    private async Task MeasureAsync(string what, int size, int streams, TimeSpan pause, Func<int, Func<Task>> commitOf)
    {
        var commits = Enumerable.Range(0, streams).Select(commitOf).ToArray();
        foreach (var commit in commits) await commit();

        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var start = Stopwatch.GetTimestamp();
        var times = await Task.WhenAll(commits.Select(commit => StartThread(() => TimeAsync(commit, pause))));
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;

        var sorted = times.SelectMany(time => time).Order().ToArray();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what,7} {size / 1024} KiB, {streams,2} streams{(pause == default ? "" : ", calm")}: p50 {sorted[sorted.Length / 2]:F2} ms, "
            + $"p99 {sorted[sorted.Length * 99 / 100]:F2} ms, {sorted.Length / seconds:F0} commits/s, {allocated / sorted.Length} B allocated"));
    }

    private static Task<T> StartThread<T>(Func<Task<T>> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();

    private static async Task<double[]> TimeAsync(Func<Task> commit, TimeSpan pause)
    {
        var milliseconds = new double[CommitsPerStream];
        for (var i = 0; i < milliseconds.Length; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await commit();
            milliseconds[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (pause > TimeSpan.Zero) await Task.Delay(pause, TimeProvider.System);
        }

        return milliseconds;
    }

    private static Func<Task> StorageCommit(OpenStorage storage, int stream, int size)
    {
        var grain = GrainId.Create("measure", stream.ToString(CultureInfo.InvariantCulture));
        var head = storage.ReadAsync<Sample>(grain, "head").GetAwaiter().GetResult();
        head.State = new(1, Filling(size));
        return () => storage.WriteAsync(grain, "head", head);
    }

    private Func<Task> FloorCommit(int stream, int size)
    {
        var folder = Path.Combine(directory, "floor", stream.ToString(CultureInfo.InvariantCulture));
        var (temp, head) = (Path.Combine(folder, "temp"), Path.Combine(folder, "head"));
        var content = Filling(size);
        Directory.CreateDirectory(folder);
        return Commit;

        Task Commit()
        {
            using (var file = File.OpenHandle(temp, FileMode.Create, FileAccess.Write))
            {
                RandomAccess.Write(file, content, fileOffset: 0);
                RandomAccess.FlushToDisk(file);
            }

            File.Move(temp, head, overwrite: true);
            DurableDirectory.Flush(folder);
            return Task.CompletedTask;
        }
    }

    private static byte[] Filling(int size)
    {
        var filling = new byte[size];
        new Random(size).NextBytes(filling);
        return filling;
    }
}
