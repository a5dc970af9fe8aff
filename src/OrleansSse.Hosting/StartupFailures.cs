using Microsoft.Extensions.Options;
using OrleansSse.FileStorage;

namespace OrleansSse.Hosting;

/// <summary>Says what keeps a host from starting in the words of whoever found it, without a page of stack traces.</summary>
public static class StartupFailures
{
    /// <summary>Runs the host; returns the process's exit code.</summary>
    public static async Task<int> ReportAsync(Func<Task> run)
    {
        try
        {
            await run();
            return 0;
        }
        catch (OperationCanceledException)
        {
            // Told to stop before it had started.
            return 0;
        }
        catch (Exception exception) when (exception is OptionsValidationException or OrleansConfigurationException or FileStorageException)
        {
            await Console.Error.WriteLineAsync($"Cannot start. {exception.Message}");
            return 1;
        }
    }
}
