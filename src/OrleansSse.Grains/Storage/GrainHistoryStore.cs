using Microsoft.Extensions.Logging;
using Orleans.Storage;
using OrleansSse.Grains.History;

namespace OrleansSse.Grains.Storage;

/// <summary>The records of a stream in an Orleans grain storage, under state names of our choosing.</summary>
/// <param name="storage">Any provider.</param>
/// <param name="grainId">The stream's grain.</param>
/// <param name="timeout">After this long an operation counts as failed; it may still take effect.</param>
/// <param name="time">Measures the timeout.</param>
/// <param name="logger">Hears why reading failed.</param>
internal sealed partial class GrainHistoryStore(IGrainStorage storage, GrainId grainId, TimeSpan timeout, TimeProvider time, ILogger logger)
    : IHistoryStore
{
    private const string HeadName = "head";

    private readonly GrainState<HeadRecord> _head = new(HeadRecord.Absent);

    public async Task<HeadRecord> ReadHeadAsync()
    {
        await ReadAsync(HeadName, _head);
        return HeadIn(_head);
    }

    public async Task<HeadRecord> PeekHeadAsync()
    {
        var head = new GrainState<HeadRecord>(HeadRecord.Absent);
        await ReadAsync(HeadName, head);
        return HeadIn(head);
    }

    public async Task WriteHeadAsync(HeadRecord head)
    {
        _head.State = head;
        await Limited(cancellation => storage.WriteStateAsync(HeadName, grainId, _head, cancellation));
    }

    public async Task<SegmentRecord?> ReadSegmentAsync(SegmentInfo segment)
    {
        var state = await FindAsync(segment);
        return state.RecordExists ? state.State : null;
    }

    public async Task WriteSegmentAsync(SegmentInfo segment, SegmentRecord record)
    {
        var state = new GrainState<SegmentRecord>(record);
        await Limited(cancellation => storage.WriteStateAsync(segment.Name, grainId, state, cancellation));
    }

    public async Task ClearSegmentAsync(SegmentInfo segment)
    {
        // Providers compare ETags also when they clear, and the head has no room for those of all segments.
        var state = await FindAsync(segment);
        if (!state.RecordExists) return;
        await Limited(cancellation => storage.ClearStateAsync(segment.Name, grainId, state, cancellation));
    }

    private static HeadRecord HeadIn(GrainState<HeadRecord> state) => state.RecordExists ? state.State! : HeadRecord.Absent;

    private async Task<GrainState<SegmentRecord>> FindAsync(SegmentInfo segment)
    {
        var state = new GrainState<SegmentRecord>(SegmentRecord.Empty);
        await ReadAsync(segment.Name, state);
        return state;
    }

    private async Task ReadAsync<T>(string name, GrainState<T> state)
    {
        try
        {
            await Limited(cancellation => storage.ReadStateAsync(name, grainId, state, cancellation));
        }
        catch (Exception exception)
        {
            Log.ReadFailed(logger, grainId, name, exception);
            // The provider's words are the operator's: they may name hosts and directories.
            throw new StreamUnavailableException("The stream's storage cannot be read; nothing was changed, try again later.");
        }
    }

    // A provider may ignore the token, so waiting ends by itself too.
    private async Task Limited(Func<CancellationToken, Task> operation)
    {
        using var cancellation = new CancellationTokenSource(timeout, time);
        try
        {
            await operation(cancellation.Token).WaitAsync(cancellation.Token);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"The storage did not answer in {timeout}.");
        }
    }
}
