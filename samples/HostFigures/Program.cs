using HostFigures;
using Microsoft.Extensions.Options;

if (!OperatingSystem.IsLinux())
{
    Console.Error.WriteLine("This sample reads its figures from /proc, which only Linux has.");
    return 1;
}

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddOptions<FiguresOptions>().BindConfiguration(FiguresOptions.Section).ValidateOnStart();
builder.Services.AddSingleton<IValidateOptions<FiguresOptions>, FiguresOptionsValidator>();
// It tries again what fails in a way that passes, waits as the answer's Retry-After says, and sends the same headers each time: a figure
// that was stored but not acknowledged is known by its Idempotency-Key.
builder.Services.AddHttpClient<FigurePublisher>().AddStandardResilienceHandler();
builder.Services.AddSingleton<IFigure, LoadFigure>();
builder.Services.AddSingleton<IFigure, MemoryFigure>();
builder.Services.AddSingleton<IFigure, DiskFigure>();
builder.Services.AddHostedService<FiguresWorker>();
builder.Build().Run();
return 0;
