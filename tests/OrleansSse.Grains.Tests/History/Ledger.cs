namespace OrleansSse.Grains.Tests.History;

/// <summary>All that anybody was ever told: what an id names must never change, and what was acknowledged must be there.</summary>
internal sealed class Ledger
{
    private readonly Dictionary<StreamPosition, EventData> _told = [];
    private readonly HashSet<StreamPosition> _acknowledged = [];

    /// <summary>Takes what a publisher was told.</summary>
    public PublishResult Acknowledged(PublishRequest request, PublishResult? result)
    {
        Assert.NotNull(result);
        Assert.NotEqual(PublishOutcome.UnexpectedLast, result.Outcome);
        Assert.Equal(request.Events.Length, result.Count);
        for (var i = 0; i < request.Events.Length; i++)
        {
            var id = result.First with { Sequence = result.First.Sequence + i };
            Tell(id, request.Events[i]);
            _acknowledged.Add(id);
        }

        return result;
    }

    /// <summary>Takes what a reader was told.</summary>
    public void Saw(HistoryPage page)
    {
        foreach (var streamEvent in page.Events) Tell(streamEvent.Id, streamEvent.Data);
    }

    /// <summary>Takes what a reader of the whole stream was told at last, in which no acknowledged event may be missing.</summary>
    public void AssertComplete(IReadOnlyList<HistoryPage> pages)
    {
        foreach (var page in pages) Saw(page);
        var found = pages.SelectMany(page => page.Events).Select(e => e.Id).ToHashSet();
        Assert.All(_acknowledged.Where(id => id.Epoch == pages[^1].Head.Epoch), id => Assert.Contains(id, found));
    }

    private void Tell(StreamPosition id, EventData data)
    {
        if (_told.TryAdd(id, data) || _told[id].Equals(data)) return;
        Assert.Fail($"{id} named {_told[id].Text} and now names {data.Text}.");
    }
}
