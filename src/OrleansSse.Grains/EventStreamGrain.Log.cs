using Microsoft.Extensions.Logging;

namespace OrleansSse.Grains;

internal sealed partial class EventStreamGrain
{
    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Storing stream {Stream} failed with an unknown outcome; its pending publishes fail, and the next call reads what landed.")]
        public static partial void CommitFailed(ILogger logger, string stream, Exception exception);

        [LoggerMessage(2, LogLevel.Information, "A push of stream {Stream} under lease {Lease} was not taken; the lease ends, and its holder has to attach again.")]
        public static partial void PushFailed(ILogger logger, string stream, Guid lease, Exception exception);

        [LoggerMessage(3, LogLevel.Warning, "A record that is not in the history of stream {Stream} could not be cleared; if it has been there, it is tried again when more leaves it, or by the next activation.")]
        public static partial void ClearFailed(ILogger logger, string stream, Exception exception);
    }
}
