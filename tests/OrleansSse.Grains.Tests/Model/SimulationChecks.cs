using OrleansSse.Grains.Tests.History;

namespace OrleansSse.Grains.Tests.Model;

/// <summary>Compares what owners answer with what landed.</summary>
internal sealed class SimulationChecks(LandedHistory landed)
{
    private readonly Ledger _ledger = new();
    private readonly List<PublishRequest> _requests = [];
    private bool _completes;

    public LandedHistory Landed => landed;

    public StreamPosition AnyPosition(Random random)
    {
        var head = landed.Heads.ElementAt(random.Next(landed.Heads.Count));
        return head with { Sequence = random.NextInt64(head.Sequence + 2) };
    }

    public void Completing() => _completes = true;

    public void Submitted(PublishRequest request) => _requests.Add(request);

    /// <summary>A publisher was answered.</summary>
    public void Check(PublishRequest request, PublishResult result)
    {
        if (result.Outcome == PublishOutcome.UnexpectedLast)
        {
            Assert.NotEqual(request.ExpectedLast, result.Last);
            AssertOneLanding(request);
            return;
        }

        _ledger.Acknowledged(request, result);
        for (var i = 0; i < request.Events.Length; i++)
        {
            var id = result.First with { Sequence = result.First.Sequence + i };
            var isGone = landed.Head.Epoch != id.Epoch || id.Sequence < landed.Head.First;
            if (landed.Find(id) is { } streamEvent ? !streamEvent.Data.Equals(request.Events[i]) : !isGone) Assert.Fail($"{id} was acknowledged and is not stored.");
        }

        if (result.Outcome == PublishOutcome.Appended && request.ExpectedLast is { } expected)
        {
            Assert.Equal(expected.Sequence + 1, result.First.Sequence);
            Assert.True(expected.IsOrigin || expected.Epoch == result.First.Epoch, "It was appended to another epoch.");
        }

        AssertOneLanding(request);
    }

    /// <summary>Publishers whose publishes went together were answered.</summary>
    public void Check(Owner owner, PublishRequest[] requests, PublishReport[] reports)
    {
        Assert.Equal(requests.Length, reports.Length);
        for (var i = 0; i < requests.Length; i++)
        {
            if (reports[i].Error is { } error) Check(owner, requests[i], error);
            else Check(requests[i], reports[i].Result!);
        }

        // What one deletes meanwhile begins anew.
        var appended = reports.Where(report => report.Result is { Outcome: PublishOutcome.Appended }).Select(report => report.Result!).ToArray();
        foreach (var epoch in appended.GroupBy(result => result.First.Epoch)) Assert.Equal(epoch.OrderBy(result => result.First.Sequence), epoch);
    }

    /// <summary>A publisher was told of an error.</summary>
    public void Check(Owner owner, PublishRequest request, EventStreamException error)
    {
        switch (error)
        {
            case PublishRefusedException { Code: ErrorCodes.StreamCompleted }:
                WasCompleted(owner, request);
                break;
            case PublishRefusedException:
                Assert.Contains(_requests, other => other.IdempotencyKey == request.IdempotencyKey && !other.Events.SequenceEqual(request.Events));
                break;
            case StreamUnavailableException when request.IdempotencyKey is null:
                Assert.Equal(0, landed.Landings(request.Events[0]));
                break;
            default:
                // A keyed request may have been made before.
                Assert.True(error is StreamUnavailableException or OutcomeUnknownException, error.ToString());
                AssertOneLanding(request);
                break;
        }
    }

    /// <summary>A reader was answered.</summary>
    public void Check(Owner owner, StreamStart start, HistoryPage page)
    {
        _ledger.Saw(page);
        Assert.Contains(page.Head, landed.Heads);
        if (page.IsCompleted) Assert.Contains(page.Head, landed.Ends);
        var expected = page.From;
        foreach (var streamEvent in page.Events)
        {
            expected = expected.Next();
            if (streamEvent.Id != expected || landed.Find(expected) != streamEvent) Assert.Fail($"{streamEvent.Id} was read and is not what landed as {expected}.");
        }

        Assert.True(page.Events.Length > 0 || page.From == page.Head, $"Nothing was read from {page.From} although the head is {page.Head}.");
        if (page.Gap is { } gap) AssertGap(owner, start, page, gap);
        else if (start.Kind == StreamStartKind.After) Assert.True(page.From == start.Position || (start.Position.IsOrigin && page.From.Sequence == 0), $"It reads {page.From} instead of {start.Position} and tells of no gap.");
    }

    /// <summary>All was read by an owner that was alone.</summary>
    public void CheckWhole(Owner owner, IReadOnlyList<HistoryPage> pages)
    {
        foreach (var page in pages) _ledger.Saw(page);
        Assert.All(pages, page => Assert.Null(page.Gap));
        Assert.Equal(landed.Kept(owner.History.Retention), pages.SelectMany(page => page.Events));
        Assert.Equal((landed.Head.Position, landed.Head.IsCompleted), (pages[^1].Head, pages[^1].IsEnd));
    }

    private void AssertGap(Owner owner, StreamStart start, HistoryPage page, StreamGap gap)
    {
        if (start.Kind == StreamStartKind.After) Assert.Equal(start.Position, gap.After);
        Assert.Equal(page.From.Next(), gap.FirstKept);
        Assert.Equal(landed.IsDeletedFor(gap.FirstKept.Epoch, gap.After.Epoch), gap.IsDeletion);
        var missing = gap.After.IsOrigin ? gap.FirstKept with { Sequence = 1 } : gap.After.Next();
        var isGone = missing.Epoch != landed.Head.Epoch
            || missing.Epoch != page.Head.Epoch
            || missing.Sequence < landed.Head.First
            || (landed.Find(missing) is { } streamEvent && landed.IsOlderThan(owner.History.Retention, streamEvent));
        var isFuture = missing.Sequence > page.Head.Sequence + 1 && gap.FirstKept == page.Head.Next();
        Assert.True(isGone || isFuture, $"It tells of a gap after {gap.After}, but {missing} is there.");
    }

    private void AssertOneLanding(PublishRequest request)
    {
        if (request.IdempotencyKey is null) Assert.InRange(landed.Landings(request.Events[0]), 0, 1);
        // A key of unknown age is forgotten with its events.
        else if (request.KeyAge is not null) Assert.InRange(landed.LandingsInOneEpoch(request.Events[0]), 0, 1);
    }

    private void WasCompleted(Owner owner, PublishRequest request)
    {
        Assert.True(_completes, "Nobody has completed the stream.");
        AssertOneLanding(request);
        // What is known goes before; but it may have been deleted in the same commit, or another may have gone on with the stream.
        var head = owner.History.Head.StreamHead;
        if (head.IsCompleted && head == landed.Head.StreamHead) Assert.DoesNotContain(landed.Keys, key => key.Key == request.IdempotencyKey);
    }
}
