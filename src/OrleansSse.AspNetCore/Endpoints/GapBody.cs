namespace OrleansSse.AspNetCore.Endpoints;

/// <summary>What a page of history lacks, as JSON; <see cref="Deleted"/> if the stream was deleted since, otherwise left out.</summary>
internal sealed record GapBody(string After, string FirstKept, bool? Deleted)
{
    public static GapBody Of(StreamGap gap) => new(gap.After.ToString(), gap.FirstKept.ToString(), gap.IsDeletion ? true : null);
}
