using System.Globalization;
using OrleansSse.FileStorage.TestProcess;

namespace OrleansSse.FileStorage.Tests;

public sealed class CrashTests(ITestOutputHelper output) : IDisposable
{
    private const int Rounds = 32;

    private readonly TemporaryDirectory _directory = new();
    private readonly Told[] _told = [.. Enumerable.Range(0, Writers.Count).Select(_ => new Told())];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Keeps_every_acknowledged_write_when_the_process_is_killed_again_and_again()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);

        for (var round = 0; round < Rounds; round++)
        {
            await RunAndKillAsync(afterLines: random.Next(1, 80));
            await AssertAllIsThereAsync($"seed {seed}, round {round}");
        }

        output.WriteLine($"{Rounds} kills, {_told.Sum(told => told.Head)} acknowledged heads");
    }

    private async Task RunAndKillAsync(int afterLines)
    {
        using var child = new ChildProcess("write", _directory.Data);
        for (var i = 0; i < afterLines; i++) Hear(await child.ReadLineAsync() ?? throw new InvalidOperationException((await child.ExitAsync()).Error));

        await child.KillAsync();
        while (await child.ReadLineAsync() is { } line) Hear(line);
    }

    private void Hear(string line)
    {
        var words = line.Split(' ');
        _told[int.Parse(words[1], CultureInfo.InvariantCulture)].Hear(words[0], long.Parse(words[2], CultureInfo.InvariantCulture));
    }

    private async Task AssertAllIsThereAsync(string where)
    {
        using var storage = new OpenStorage(_directory.Data);
        for (var writer = 0; writer < _told.Length; writer++)
        {
            var told = _told[writer];
            var head = (await ReadAsync(storage, writer, "head", where))?.Number ?? 0;
            Assert.True(head - told.Head is 0 or 1, $"{where}: writer {writer} told of head {told.Head}, and {head} is stored.");

            // The next life of the writer goes on from what is stored, told or not.
            told.Hear("head", head);

            foreach (var number in told.Segments)
            {
                var segment = await ReadAsync(storage, writer, Writers.Segment(number), where);
                Assert.True(segment?.Number == number, $"{where}: writer {writer} told of segment {number}, and {segment?.Number} is stored.");
            }

            foreach (var number in told.Cleared)
                Assert.Null(await ReadAsync(storage, writer, Writers.Segment(number), where));
        }
    }

    /// <summary>What is stored, which is whole or an error; null when it is absent.</summary>
    private static async Task<Sample?> ReadAsync(OpenStorage storage, int writer, string state, string where)
    {
        var read = await storage.ReadAsync<Sample>(Writers.Grain(writer), state);
        if (!read.RecordExists) return null;

        Assert.True(read.State!.Is(Sample.Of(writer, read.State.Number)), $"{where}: {state} of writer {writer} is neither old nor new.");
        return read.State;
    }

    /// <summary>What one writer has told in all its lives.</summary>
    private sealed class Told
    {
        public long Head { get; private set; }

        public HashSet<long> Segments { get; } = [];

        public HashSet<long> Cleared { get; } = [];

        public void Hear(string fact, long number)
        {
            switch (fact)
            {
                case "head":
                    Head = number;
                    break;
                case "segment":
                    Segments.Add(number);
                    Cleared.Remove(number);
                    break;
                case "clearing":
                    Segments.Remove(number);
                    break;
                case "cleared":
                    Cleared.Add(number);
                    break;
                default:
                    Assert.Fail($"The child process told of '{fact}'.");
                    break;
            }
        }
    }
}
