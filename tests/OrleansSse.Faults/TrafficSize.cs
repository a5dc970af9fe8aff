namespace OrleansSse.Faults;

/// <summary>How much goes on while the cluster is broken.</summary>
/// <param name="Streams">How many streams.</param>
/// <param name="Subscribers">How many subscribers, spread over the streams.</param>
/// <param name="Publishers">How many publishers, spread over the streams; each stream has at least one.</param>
/// <param name="Pause">Milliseconds that a publisher rests after each event.</param>
internal sealed record TrafficSize(int Streams, int Subscribers, int Publishers, int Pause);
