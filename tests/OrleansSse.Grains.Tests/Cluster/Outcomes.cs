namespace OrleansSse.Grains.Tests.Cluster;

/// <summary>How calls end, and what they leave behind.</summary>
internal static class Outcomes
{
    public static async Task AssertUnknownAsync(Task call)
    {
        var unknown = await Assert.ThrowsAsync<OutcomeUnknownException>(() => call.Within("The call does not end."));
        Assert.Equal("outcome_unknown", unknown.Code);
        Assert.NotNull(unknown.InnerException);
    }

    public static async Task AssertUnavailableAsync(Task call)
    {
        var unavailable = await Assert.ThrowsAsync<StreamUnavailableException>(() => call.Within("The call does not end."));
        Assert.Equal("unavailable", unavailable.Code);
    }

    public static async Task AssertHasAsync(this IEventStreamGrain stream, params string[] data)
    {
        var events = new List<StreamEvent>();
        var page = await stream.Read(new(StreamStart.Earliest));
        for (; !page.IsLast; page = await stream.Read(new(StreamStart.After(page.To)))) events.AddRange(page.Events);
        Assert.Equal(data, events.Concat(page.Events).Texts());
    }
}
