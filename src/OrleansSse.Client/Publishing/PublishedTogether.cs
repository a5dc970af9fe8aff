namespace OrleansSse.Client.Publishing;

/// <summary>What became of publishes that were sent as one.</summary>
/// <param name="All">The ids of all; null if they failed.</param>
/// <param name="Failure">Why they failed.</param>
/// <param name="Each">Set if they were refused for one of them: what becomes of each by itself.</param>
internal sealed record PublishedTogether(PublishResult? All = null, Exception? Failure = null, Task<PublishResult>[]? Each = null);
