using System.Collections.Concurrent;

namespace OrleansSse.Client.Cluster.Tests.Hosting;

/// <summary>Publishes that are done, but answered with an overload, which their publisher does not try again by itself.</summary>
internal sealed class LostAnswers
{
    private readonly ConcurrentDictionary<string, int> _left = new();
    private readonly ConcurrentQueue<(string Stream, PublishOutcome Outcome)> _outcomes = new();

    /// <summary>Loses the answers of so many publishes to a stream.</summary>
    public void Lose(string stream, int count) => _left[stream] = count;

    /// <summary>What became of the publishes to a stream, whatever was answered.</summary>
    public PublishOutcome[] OutcomesOf(string stream) => [.. _outcomes.Where(each => each.Stream == stream).Select(each => each.Outcome)];

    /// <summary>Takes note of a publish; true if its answer is to get lost.</summary>
    public bool IsLost(string stream, PublishOutcome outcome)
    {
        _outcomes.Enqueue((stream, outcome));
        return _left.AddOrUpdate(stream, -1, static (_, left) => left - 1) >= 0;
    }
}
