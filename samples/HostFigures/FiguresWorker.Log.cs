namespace HostFigures;

internal sealed partial class FiguresWorker
{
    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "A figure of {Stream} could not be published to {Gateway}: {Reason}")]
        public static partial void FigureLost(ILogger logger, string stream, Uri gateway, string reason);
    }
}
