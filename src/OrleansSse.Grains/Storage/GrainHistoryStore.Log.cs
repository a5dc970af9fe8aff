using Microsoft.Extensions.Logging;

namespace OrleansSse.Grains.Storage;

internal sealed partial class GrainHistoryStore
{
    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Record {Record} of {Stream} cannot be read from the storage.")]
        public static partial void ReadFailed(ILogger logger, GrainId stream, string record, Exception exception);
    }
}
