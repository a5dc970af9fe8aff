using Azure;

namespace OrleansSse.Hosting;

public static partial class StartupFailures
{
    // The first line; what follows is the answer's headers.
    static partial void ExplainAzure(Exception exception, ref string message)
    {
        if (exception is RequestFailedException failure) message = failure.Message.Split('\n')[0].TrimEnd();
    }
}
