using OrleansSse.Load.Figures;
using OrleansSse.Load.Subscribers;
using OrleansSse.Load.Targets;

namespace OrleansSse.Load.Scenarios.FanOut;

/// <summary>What a server must not do.</summary>
/// <param name="Lost">Acknowledged events that did not come to a subscriber.</param>
/// <param name="Repeated">Events that came to a subscriber again.</param>
/// <param name="OutOfOrder">Events that came to a subscriber after a later one.</param>
/// <param name="Foreign">Gaps that were told, and other events that were not published.</param>
/// <param name="Refused">Publishes that were not acknowledged.</param>
/// <param name="Ended">Connections that were refused or closed.</param>
internal readonly record struct Losses(long Lost, long Repeated, long OutOfOrder, long Foreign, long Refused, long Ended)
{
    private IEnumerable<(string Rule, long Times)> Rules =>
    [
        ("lost", Lost),
        ("repeated", Repeated),
        ("out of order", OutOfOrder),
        ("gaps, unknown events", Foreign),
        ("not published", Refused),
        ("connections ended", Ended),
    ];

    /// <summary>What a crowd says of its server.</summary>
    /// <param name="crowd">The crowd, when no more is on its way.</param>
    /// <param name="owed">The events that should have come to all of its members.</param>
    /// <param name="refused">Publishes that were not acknowledged. Such an event may have come all the same.</param>
    public static Losses Of(SubscriberCrowd crowd, long owed, long refused = 0) => new(
        Math.Max(0, owed - crowd.Tally.Delivered),
        crowd.Tally.Repeated,
        crowd.Tally.OutOfOrder,
        crowd.Tally.Foreign,
        refused,
        crowd.ComesBack ? 0 : crowd.Ended);

    /// <summary>Adds them as figures; those of the gateway as rules too, any breach of which fails the run.</summary>
    public void AddTo(Sample sample, Report report, string scenario, SseServer server)
    {
        foreach (var (rule, times) in Rules)
        {
            sample.Add(rule, times, "");
            if (server is GatewayServer) report.Checked($"{scenario}: {rule}", times);
        }
    }
}
