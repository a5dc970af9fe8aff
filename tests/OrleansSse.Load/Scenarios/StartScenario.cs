using OrleansSse.Load.Figures;
using OrleansSse.Load.Targets;

namespace OrleansSse.Load.Scenarios;

/// <summary>How long a gateway takes from the start of its process until it is ready.</summary>
internal sealed class StartScenario : Scenario
{
    private readonly CountOption _times = new("--times", 5, "How often to start it each way, every time with an empty data directory.");

    public StartScenario()
        : base("start", "Starts the gateway, directly and through 'dotnet run --no-build', and waits until it is ready.") => Add(_times);

    protected internal override async Task MeasureAsync(Run run, CancellationToken cancel)
    {
        await MeasureAsync(run, "the gateway", command: null, cancel);
        if (run.IsOfBuiltGateway) await MeasureAsync(run, "dotnet run --no-build", GatewayCommand.DotnetRun, cancel);
    }

    private async Task MeasureAsync(Run run, string what, GatewayCommand? command, CancellationToken cancel)
    {
        var ready = new Histogram();
        for (var time = 1; time <= run.Get(_times); time++)
        {
            await using var gateway = run.NewGateway(command);
            ready.Record(await run.StartAsync(gateway, $"Starting {what}, {time} of {run.Get(_times)}", cancel));
        }

        run.Report.MeasuredFew($"{what}, ready", ready, "< 5,000");
    }
}
