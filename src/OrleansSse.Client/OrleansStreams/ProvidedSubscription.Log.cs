using Microsoft.Extensions.Logging;

namespace OrleansSse.Client.OrleansStreams;

internal sealed partial class ProvidedSubscription<T>
{
    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The observer of stream {Stream} did not take what comes after {Position}; it is told again.")]
        public static partial void NotTaken(ILogger logger, StreamId stream, StreamPosition position, Exception exception);

        [LoggerMessage(2, LogLevel.Warning, "The observer of stream {Stream} failed when it was told of an error.")]
        public static partial void ErrorNotTaken(ILogger logger, StreamId stream, Exception exception);

        [LoggerMessage(3, LogLevel.Error, "A subscription to stream {Stream} failed, and has ended.")]
        public static partial void Failed(ILogger logger, StreamId stream, Exception exception);
    }
}
