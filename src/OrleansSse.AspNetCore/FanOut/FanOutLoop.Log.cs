using Microsoft.Extensions.Logging;

namespace OrleansSse.AspNetCore.FanOut;

internal sealed partial class FanOutLoop
{
    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "A fan-out loop met a failure that no connection explains; it goes on.")]
        public static partial void WorkFailed(ILogger logger, Exception exception);
    }
}
