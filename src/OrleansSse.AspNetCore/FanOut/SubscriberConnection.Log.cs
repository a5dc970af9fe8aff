using Microsoft.Extensions.Logging;

namespace OrleansSse.AspNetCore.FanOut;

internal sealed partial class SubscriberConnection
{
    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "A subscriber of {Stream} accepted no bytes for too long; its connection is closed.")]
        public static partial void Stalled(ILogger logger, StreamName stream);

        [LoggerMessage(2, LogLevel.Warning, "The history of {Stream} could not be read for a subscriber, which is told to reconnect.")]
        public static partial void HistoryUnreachable(ILogger logger, StreamName stream, Exception exception);

        [LoggerMessage(3, LogLevel.Debug, "A subscriber of {Stream} could not be written to; its connection is closed.")]
        public static partial void WritingFailed(ILogger logger, StreamName stream, Exception exception);
    }
}
