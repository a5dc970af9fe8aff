using Microsoft.Extensions.Hosting;
using Npgsql;

namespace OrleansSse.Hosting;

/// <summary>Says what keeps a host from starting in the words of whoever found it, without a page of stack traces.</summary>
public static partial class StartupFailures
{
    /// <summary>Runs a host until it is told to stop; returns the process's exit code.</summary>
    /// <param name="build">Makes the host.</param>
    public static async Task<int> ReportAsync(Func<IHost> build)
    {
        IHost host;
        try
        {
            host = build();
            await host.StartAsync();
        }
        catch (OperationCanceledException)
        {
            // Told to stop before it had started.
            return 0;
        }
        catch (Exception exception)
        {
            await Console.Error.WriteLineAsync($"Cannot start. {Explain(exception)}");
            // Not disposed of: what has started by half only fails at stopping, and has more to say than the cause.
            return 1;
        }

        await host.WaitForShutdownAsync();
        return 0;
    }

    private static string Explain(Exception exception)
    {
        var message = exception is PostgresException { SqlState: PostgresErrorCodes.UndefinedTable } missing
            ? $"{missing.MessageText}. Apply silo/postgresql/schema.sql to this database."
            : exception.Message;
        ExplainAzure(exception, ref message);
        return message;
    }

    // Does nothing in a build without Azure Storage.
    static partial void ExplainAzure(Exception exception, ref string message);
}
