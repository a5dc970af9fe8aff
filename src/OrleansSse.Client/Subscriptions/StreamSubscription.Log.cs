using Microsoft.Extensions.Logging;

namespace OrleansSse.Client.Subscriptions;

internal sealed partial class StreamSubscription
{
    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Stream {Stream} cannot be followed at the moment; trying again.")]
        public static partial void FollowingFailed(ILogger logger, StreamName stream, Exception exception);

        [LoggerMessage(2, LogLevel.Information, "The lease on stream {Stream} could not be renewed; attaching again.")]
        public static partial void LeaseUnknown(ILogger logger, StreamName stream, Exception exception);

        [LoggerMessage(3, LogLevel.Debug, "The lease on stream {Stream} could not be given up; it ends by itself.")]
        public static partial void DetachFailed(ILogger logger, StreamName stream, Exception exception);
    }
}
