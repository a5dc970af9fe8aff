using OrleansSse.Faults;

var arguments = new FaultsCommand().Parse(args);
var exitCode = await arguments.InvokeAsync(new() { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
return arguments.Errors.Count == 0 ? exitCode : 2;
