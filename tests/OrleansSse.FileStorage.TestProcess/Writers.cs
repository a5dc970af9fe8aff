using System.Globalization;

namespace OrleansSse.FileStorage.TestProcess;

/// <summary>
/// Grains that write as stream grains do until the process is killed: a head that is replaced again and again, now and
/// then a segment that is written once, and the clearing of an old one. What was done is told after it was done.
/// </summary>
internal sealed class Writers(OpenStorage storage, Acknowledgements acknowledgements)
{
    public const int Count = 6;
    public const int SegmentEvery = 3;
    public const int SegmentsKept = 4;

    public static GrainId Grain(int writer) => GrainId.Create("writer", writer.ToString(CultureInfo.InvariantCulture));

    public static string Segment(long number) => string.Create(CultureInfo.InvariantCulture, $"segment-{number}");

    public Task RunAsync() => Task.WhenAll(Enumerable.Range(0, Count).Select(writer => Task.Run(() => WriteAsync(writer))));

    private async Task WriteAsync(int writer)
    {
        var grain = Grain(writer);
        var head = await storage.ReadAsync<Sample>(grain, "head");
        for (var number = head.State!.Number + 1; ; number++)
        {
            if (number % SegmentEvery == 0) await RollSegmentsAsync(grain, writer, number);

            head.State = Sample.Of(writer, number);
            await storage.WriteAsync(grain, "head", head);
            acknowledgements.Tell("head", writer, number);
        }
    }

    private async Task RollSegmentsAsync(GrainId grain, int writer, long number)
    {
        // The last process may have been killed after this write and before the head's.
        var segment = await storage.ReadAsync<Sample>(grain, Segment(number));
        segment.State = Sample.Of(writer, number);
        await storage.WriteAsync(grain, Segment(number), segment);
        acknowledgements.Tell("segment", writer, number);

        var old = number - SegmentsKept * SegmentEvery;
        var cleared = await storage.ReadAsync<Sample>(grain, Segment(old));
        if (!cleared.RecordExists) return;

        acknowledgements.Tell("clearing", writer, old);
        await storage.ClearAsync(grain, Segment(old), cleared);
        acknowledgements.Tell("cleared", writer, old);
    }
}
