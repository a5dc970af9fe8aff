using Microsoft.Extensions.Logging;

namespace OrleansSse.AspNetCore.Lifetime;

internal sealed partial class GatewayDrain
{
    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Stopping: {Connections} subscriptions end over {Window}.")]
        public static partial void Draining(ILogger logger, int connections, TimeSpan window);
    }
}
