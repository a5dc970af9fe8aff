using Microsoft.Extensions.Logging;

namespace OrleansSse.Client.Reading;

internal sealed partial class EventReader
{
    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Stream {Stream} cannot be read at the moment; trying again.")]
        public static partial void Unavailable(ILogger logger, StreamName stream, Exception exception);
    }
}
