using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;
using Microsoft.Diagnostics.Tracing.Parsers;
using Microsoft.Diagnostics.Tracing.Parsers.Clr;

namespace OrleansSse.Load.Figures;

/// <summary>What the objects of another .NET process hold.</summary>
internal static class ManagedHeap
{
    // What the first collection finds unused may have a finalizer, and is gone only after the second.
    private const int Collections = 2;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <summary>Has the process collect everything that is unused, and counts what is left.</summary>
    /// <returns>Bytes; the runtime's own count after the collection.</returns>
    /// <exception cref="RunFailedException">The process did not collect in time.</exception>
    public static async Task<long> CollectAsync(int processId, CancellationToken cancel)
    {
        long left = 0;
        for (var i = 0; i < Collections; i++) left = await CollectOnceAsync(processId, cancel);
        return left;
    }

    // The runtime collects all generations when somebody begins to listen with this keyword.
    private static async Task<long> CollectOnceAsync(int processId, CancellationToken cancel)
    {
        const ClrTraceEventParser.Keywords keywords = ClrTraceEventParser.Keywords.GC | ClrTraceEventParser.Keywords.GCHeapCollect;
        var client = new DiagnosticsClient(processId);
        using var session = await client.StartEventPipeSessionAsync(
            [new(ClrTraceEventParser.ProviderName, EventLevel.Informational, (long)keywords)], requestRundown: false, token: cancel);
        var left = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        var reading = Task.Run(() => Read(session, left), CancellationToken.None);
        try
        {
            return await left.Task.WaitAsync(Limit, TimeProvider.System, cancel);
        }
        catch (TimeoutException e)
        {
            throw new RunFailedException($"Process {processId} has not collected its garbage within {Limit.TotalSeconds:N0} s.", e);
        }
        finally
        {
            await session.StopAsync(CancellationToken.None);
            await reading;
        }
    }

    private static void Read(EventPipeSession session, TaskCompletionSource<long> left)
    {
        using var source = new EventPipeEventSource(session.EventStream);
        var isInduced = false;
        source.Clr.GCStart += collection => isInduced = collection is { Depth: 2, Reason: GCReason.Induced };
        source.Clr.GCHeapStats += heap =>
        {
            if (isInduced) left.TrySetResult(heap.TotalPromoted);
        };
        source.Process();
    }
}
