using OrleansSse.Faults.Injection;
using OrleansSse.Load.Figures;
using OrleansSse.Load.Targets;

namespace OrleansSse.Faults.Tests;

/// <summary>A cluster that all faults of the short run break one after another.</summary>
public sealed class ClusterUnderLoad : IAsyncLifetime
{
    private const int Seed = 20_261_123;

    private static readonly TrafficSize Size = new(Streams: 20, Subscribers: 300, Publishers: 20, Pause: 200);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly RunDirectory _directory = new(new(Path.GetTempPath()), "orleans-sse-faults", keep: false);
    private readonly FaultSuite _suite;

    public ClusterUnderLoad() => _suite = new(Directory.CreateDirectory(_directory.Path), Size);

    public ValueTask InitializeAsync() => OrLogsAsync("The start of the cluster", cancel => _suite.StartAsync(new Report("short run"), cancel));

    /// <summary>Lets a fault happen, and fails when anything was lost, repeated or out of order, at a subscriber or in storage.</summary>
    internal ValueTask RunAsync(Fault fault) => OrLogsAsync(fault.Name, async cancel =>
    {
        var outcome = await _suite.RunAsync(fault, new(Seed), cancel);
        TestContext.Current.TestOutputHelper?.WriteLine(Reporting.OutcomeTable.Line(outcome));
        var broken = outcome.Broken.None ? await _suite.CheckAsync(cancel) : outcome.Broken;
        Assert.True(broken.None, $"{broken}");
    });

    public async ValueTask DisposeAsync()
    {
        await _suite.DisposeAsync();
        _directory.Dispose();
    }

    private async ValueTask OrLogsAsync(string what, Func<CancellationToken, Task> run)
    {
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await run(limit.Token);
        }
        catch (Exception e)
        {
            _directory.Keep();
            var why = limit.IsCancellationRequested ? $"It was not over within {Limit.TotalMinutes:N0} minutes." : e.Message;
            throw new InvalidOperationException(
                $"{what} (seed {Seed}): {why}{Environment.NewLine}{_suite.HowItStands()}{Environment.NewLine}The logs of all processes are in {_directory.Path}.", e);
        }
    }
}
