using OrleansSse.Load.Figures;

namespace OrleansSse.Load.Scenarios.FanOut;

/// <summary>What happened while something was published.</summary>
/// <param name="Delivered">Events that came to subscribers.</param>
/// <param name="Duration">From the first publish to the last arrival.</param>
/// <param name="Server">What the server used meanwhile; null when its processes are not known.</param>
/// <param name="Tool">The CPU time of this tool.</param>
/// <param name="Latency">From publish to arrival.</param>
internal sealed record Phase(long Delivered, TimeSpan Duration, ProcessUsage? Server, TimeSpan Tool, Histogram Latency)
{
    /// <summary>The name of the figure of deliveries.</summary>
    public const string Deliveries = "delivered";

    /// <summary>The name of the figure of CPU.</summary>
    public const string ServerCpu = "server CPU/delivery";

    /// <summary>The name under which the figures of latency begin.</summary>
    public const string LatencyName = "latency";

    /// <summary>Adds the figures of throughput and CPU.</summary>
    public void AddTo(Sample sample)
    {
        sample.Add(Deliveries, Delivered / Duration.TotalSeconds, "events/s");
        if (Server is { } server) sample.Add(ServerCpu, server.Cpu.TotalMicroseconds / Delivered, "µs");
        sample.Add("tool CPU/delivery", Tool.TotalMicroseconds / Delivered, "µs");
    }
}
