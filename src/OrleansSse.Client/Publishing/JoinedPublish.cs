using System.Runtime.ExceptionServices;

namespace OrleansSse.Client.Publishing;

/// <summary>A publish that is sent as a part of another.</summary>
/// <param name="Together">What becomes of all parts.</param>
/// <param name="Part">Which part it is.</param>
/// <param name="Count">How many events it has.</param>
internal readonly record struct JoinedPublish(Task<PublishedTogether> Together, int Part, int Count)
{
    /// <summary>Completes when its events are stored.</summary>
    public async Task<PublishResult> ResultAsync()
    {
        var together = await Together;
        if (together.Each is { } each) return await each[Part];
        if (together.Failure is { } failure) ExceptionDispatchInfo.Throw(failure);
        return ResultOf(together.All!, together.Firsts![Part], Count);
    }

    /// <summary>The result of a part of what was sent as one.</summary>
    public static PublishResult ResultOf(PublishResult all, int first, int count)
    {
        var id = all.First with { Sequence = all.First.Sequence + first };
        return new(PublishOutcome.Appended, id, id with { Sequence = id.Sequence + count - 1 });
    }
}
