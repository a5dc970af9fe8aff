using Microsoft.Extensions.Logging;

namespace OrleansSse.Client.Subscriptions;

internal sealed partial class SiloWatch
{
    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Gone} silos have gone, {Left} are left; all leases are taken again.")]
        public static partial void SilosGone(ILogger logger, int gone, int left);

        [LoggerMessage(2, LogLevel.Debug, "No silo told who is in the cluster.")]
        public static partial void NoAnswer(ILogger logger, Exception exception);
    }
}
