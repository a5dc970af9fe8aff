using Microsoft.Extensions.Logging;

namespace OrleansSse.FileStorage;

internal sealed partial class FileGrainStorage
{
    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Grain storage {Name} is open in {Directory}")]
        public static partial void Opened(ILogger logger, string name, string directory);

        [LoggerMessage(2, LogLevel.Information, "Grain storage {Name} is closed, {Directory} is free")]
        public static partial void Closed(ILogger logger, string name, string directory);

        [LoggerMessage(3, LogLevel.Warning, "Grain storage {Name}: the disk of {Directory} is full; reading works, writing does not until there is room")]
        public static partial void DiskFull(ILogger logger, string name, string directory);
    }
}
