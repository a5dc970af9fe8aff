using Microsoft.Extensions.Logging;

namespace OrleansSse.Client.Publishing;

internal sealed partial class StreamPublisher
{
    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Stream {Stream} did not take a publish in {Attempts} attempts; whether it was stored is not known.")]
        public static partial void GaveUp(ILogger logger, StreamName stream, int attempts, Exception exception);
    }
}
