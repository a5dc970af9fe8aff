using OrleansSse.Grains.Tests.History;

namespace OrleansSse.Grains.Tests.Model;

/// <summary>
/// A subscriber that begins with a snapshot, goes on with what comes, and is cut off in the middle of pages. It resumes as a browser does, by the
/// last id that it was told. What it is shown is checked as it comes.
/// </summary>
internal sealed class SnapshotReader(LandedHistory landed, TimeProvider time)
{
    private readonly Dictionary<string, StreamEvent> _view = new(StringComparer.Ordinal);
    private StreamStart _next = StreamStart.Snapshot;
    private StreamPosition? _told;
    private StreamPosition _shown;
    private StreamPosition _since;
    private bool _isReading;

    /// <summary>Reads a page, of which it may not see the end.</summary>
    public async Task ReadAsync(Owner owner, Random random)
    {
        if (_isReading) return;
        _isReading = true;
        try
        {
            await TakePageAsync(owner, random.Next(1, 6), random.Next(3) == 0 ? random.Next(4) : int.MaxValue);
        }
        finally
        {
            _isReading = false;
        }
    }

    /// <summary>Reads up to the head of an owner that is alone, and then has the last word on every key.</summary>
    public async Task ReadToHeadAsync(Owner owner, Random random)
    {
        while (!(await TakePageAsync(owner, random.Next(1, 6), int.MaxValue)).IsLast)
        {
        }

        var kept = landed.Kept(owner.History.Retention).Where(e => e.Key is not null && e.Id.Sequence > (e.Id.Epoch == _since.Epoch ? _since.Sequence : 0));
        foreach (var last in kept.GroupBy(e => e.Key!).Select(events => events.Last()))
        {
            var shown = _view.GetValueOrDefault(last.Key!);
            // What it was shown before it expired, or what came before, it may have still.
            if (last.IsExpired(time)) continue;
            if (last.Data.RemovesKey) Assert.True(shown is null, $"{last.Id} removed {last.Key}, and {shown?.Id} is still shown.");
            else Assert.True(shown?.Id == last.Id, $"The last of {last.Key} is {last.Id}, and {shown?.Id} is shown.");
        }
    }

    public override string ToString() => $"{_next.Kind} {_next.Position} {_next.Value}, told {_told}";

    private async Task<HistoryPage> TakePageAsync(Owner owner, int maxEvents, int cutAfter)
    {
        // The grain asks the same.
        if (await owner.History.IsBehindAsync(_next.Position)) throw new StreamUnavailableException("The stream has moved.");
        var page = await owner.ReadAsync(_next, maxEvents);
        // What has grown too old is in no snapshot, and with a longer retention may be in history again.
        if (_next.Kind == StreamStartKind.Snapshot) MissUpTo(page.Head with { Sequence = owner.History.First - 1 });
        if (page.Gap is not null)
        {
            // Whoever is told of a gap loads anew.
            _view.Clear();
            MissUpTo(page.From);
        }

        if (page.Gap is not null || _told is null) _told = page.From;
        foreach (var streamEvent in page.Events)
        {
            if (cutAfter-- == 0)
            {
                _next = StreamStart.After(_told.Value);
                return page;
            }

            if (!streamEvent.IsExpired(time)) Show(streamEvent);
        }

        _told = page.End ?? _told;
        _next = _next.Next(page);
        return page;
    }

    private void MissUpTo(StreamPosition position)
    {
        if (position.Epoch != _since.Epoch || position.Sequence > _since.Sequence) _since = position;
    }

    private void Show(StreamEvent streamEvent)
    {
        Assert.Equal(landed.Find(streamEvent.Id), streamEvent);
        Assert.True(streamEvent.Id.Epoch != _shown.Epoch || streamEvent.Id.Sequence > _shown.Sequence, $"{streamEvent.Id} is shown after {_shown}.");
        (_told, _shown) = (streamEvent.Id, streamEvent.Id);
        if (streamEvent.Key is not { } key) return;
        if (streamEvent.Data.RemovesKey) _view.Remove(key);
        else _view[key] = streamEvent;
    }
}
