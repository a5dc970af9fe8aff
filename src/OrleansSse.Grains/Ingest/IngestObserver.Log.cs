using Microsoft.Extensions.Logging;
using Orleans.Streams;

namespace OrleansSse.Grains.Ingest;

internal sealed partial class IngestObserver
{
    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The item {Token} of {Provider} stream {Source} cannot be an event, and is lost.")]
        public static partial void NotAnEvent(ILogger logger, string provider, StreamId source, StreamSequenceToken? token, Exception exception);

        [LoggerMessage(2, LogLevel.Error, "{Count} items of {Provider} stream {Source}, from {Token} on, were refused, and are lost.")]
        public static partial void Refused(ILogger logger, string provider, StreamId source, int count, StreamSequenceToken? token, Exception exception);

        [LoggerMessage(3, LogLevel.Error, "{Provider} stream {Source} reports an error; items of it may be lost.")]
        public static partial void SourceFailed(ILogger logger, string provider, StreamId source, Exception exception);
    }
}
