using System.CommandLine;
using OrleansSse.Load;
using OrleansSse.Load.Scenarios;
using OrleansSse.Load.Scenarios.FanOut;
using OrleansSse.Load.Scenarios.OrleansStreams;

ComparedScenario[] compared =
[
    new FlatOutScenario(),
    new PacedScenario(),
    new IdleScenario(),
    new ReplayStormScenario(),
    new ManyStreamsScenario(),
    new PublishScenario(),
    new SlowScenario(),
];
var root = new RootCommand("Measures an OrleansSse gateway over HTTP, and checks that it loses nothing.")
{
    new BenchScenario(compared),
    new SoakScenario(),
    new ResumeScenario(),
    new RestartScenario(),
    new StartScenario(),
    new KillLoopScenario(),
    new HopScenario(),
    new ClientScenario(),
    new SpreadScenario(),
    new ForgetScenario(),
    new OrleansStreamsScenario(),
};
foreach (var scenario in compared) root.Add(scenario);
RunOptions.AddTo(root);

var arguments = root.Parse(args);
var exitCode = await arguments.InvokeAsync(new() { ProcessTerminationTimeout = TimeSpan.FromSeconds(10) });
return arguments.Errors.Count == 0 ? exitCode : Scenario.CouldNotRun;
