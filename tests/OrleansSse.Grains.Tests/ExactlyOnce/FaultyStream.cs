using Microsoft.Extensions.Time.Testing;
using OrleansSse.Grains.Tests.History;
using OrleansSse.Grains.Tests.Storage;

namespace OrleansSse.Grains.Tests.ExactlyOnce;

/// <summary>A stream over real history whose calls go wrong as a list says: one entry a call, then none.</summary>
internal sealed class FaultyStream(FakeTimeProvider time, IEnumerable<CallFault> faults) : IEventStreamGrain
{
    private readonly TestGrainStorage _storage = new();
    private readonly Queue<CallFault> _faults = new(faults);
    private readonly TaskFactory _turns = new(new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);
    private Owner? _owner;

    /// <summary>The largest number of publishes that came in one call.</summary>
    public int MostTogether { get; private set; }

    /// <summary>The largest number of events that came as one publish.</summary>
    public int MostAsOne { get; private set; }

    public Task<PublishReports> PublishMany(PublishRequest[] requests) => _turns.StartNew(() => PublishAsync(requests)).Unwrap();

    /// <summary>All events, as an owner has them that comes after all others.</summary>
    public async Task<StreamEvent[]> ReadAllAsync() =>
        [.. (await (await Owner.OpenAsync(_storage, time)).ReadAllAsync(StreamStart.Earliest)).SelectMany(page => page.Events)];

    public Task<PublishResult> Publish(PublishRequest request) => throw new NotSupportedException();

    public Task<HistoryPage> Read(ReadRequest request) => throw new NotSupportedException();

    public Task<StreamInfo> GetInfo() => throw new NotSupportedException();

    public Task SetRetention(RetentionOverride? retention) => throw new NotSupportedException();

    public Task Complete() => throw new NotSupportedException();

    public Task Delete() => throw new NotSupportedException();

    public Task<HistoryPage> Attach(Guid lease, IStreamObserver observer, ReadRequest request) => throw new NotSupportedException();

    public Task<StreamHead?> Renew(Guid lease) => throw new NotSupportedException();

    public Task Detach(Guid lease) => throw new NotSupportedException();

    private async Task<PublishReports> PublishAsync(PublishRequest[] requests)
    {
        MostTogether = Math.Max(MostTogether, requests.Length);
        MostAsOne = Math.Max(MostAsOne, requests.Max(static request => request.Events.Length));
        _faults.TryDequeue(out var fault);
        switch (fault)
        {
            case CallFault.LostOnTheWay:
                throw new SiloUnavailableException("Gone.");
            case CallFault.LostInSilence:
                return await new TaskCompletionSource<PublishReports>().Task;
            case CallFault.Refused:
                throw requests.Length % 2 == 0 ? new StreamUnavailableException("Not now.") : new StreamOverloadedException("Full.", TimeSpan.FromSeconds(1));
            case CallFault.StorageFails:
                _storage.Behave(Owner.Stream, StorageFaults.Once(call => call.IsHeadWrite, StorageFaults.FailBefore));
                break;
            case CallFault.StorageFailsAfterStoring:
                _storage.Behave(Owner.Stream, StorageFaults.Once(call => call.IsHeadWrite, StorageFaults.ApplyAndFail));
                break;
            default:
                _storage.Behave(Owner.Stream, SlowlyAsync);
                break;
        }

        if (_owner is null or { CommitFailures.Count: > 0 }) _owner = await Owner.OpenAsync(_storage, time);
        var publishing = _owner.PublishAsync(requests);
        if (fault == CallFault.SiloLostMeanwhile)
        {
            _owner = null;
            throw new SiloUnavailableException("Gone.");
        }

        var reports = await publishing;
        return fault switch
        {
            CallFault.AnswerLost => throw new TimeoutException("No answer."),
            CallFault.AnswerLostInSilence => await new TaskCompletionSource<PublishReports>().Task,
            _ => new(reports),
        };
    }

    // So that others have their turns meanwhile.
    private static async Task SlowlyAsync(StorageCall call)
    {
        await Task.Yield();
        await Task.Yield();
        call.Apply();
    }
}
