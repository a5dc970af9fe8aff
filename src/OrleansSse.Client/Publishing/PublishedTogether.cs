namespace OrleansSse.Client.Publishing;

/// <summary>What became of publishes that were sent as one.</summary>
/// <param name="All">The ids of all; null if they failed.</param>
/// <param name="Firsts">For each, how many events came before its own.</param>
/// <param name="Failure">Why they failed.</param>
/// <param name="Each">Set if they were refused for one of them: what becomes of each by itself.</param>
internal sealed record PublishedTogether(
    PublishResult? All = null, int[]? Firsts = null, Exception? Failure = null, IReadOnlyList<Task<PublishResult>>? Each = null);
