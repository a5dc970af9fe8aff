using System.Data.Common;
using System.Net;
using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Persistence.Redis;
using OrleansSse.FileStorage;
using StackExchange.Redis;

namespace OrleansSse.Hosting;

/// <summary>Says what keeps a host from starting in the words of whoever found it, without a page of stack traces.</summary>
public static partial class StartupFailures
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
        catch (Exception exception) when (Explain(exception) is { } message)
        {
            await Console.Error.WriteLineAsync($"Cannot start. {message}");
            return 1;
        }
    }

    private static string? Explain(Exception exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable } missing => $"{missing.MessageText}. Apply silo/postgresql/schema.sql to this database.",
        OptionsValidationException or OrleansConfigurationException or FileStorageException => exception.Message,
        DbException or RedisException or RedisStorageException or HttpListenerException => exception.Message,
        _ => ExplainAzure(exception),
    };

    private static string? ExplainAzure(Exception exception)
    {
        string? message = null;
        ExplainAzure(exception, ref message);
        return message;
    }

    // Does nothing in a build without Azure Storage.
    static partial void ExplainAzure(Exception exception, ref string? message);
}
