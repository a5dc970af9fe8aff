using Spectre.Console;

namespace OrleansSse.Load.Figures;

/// <summary>Shows how far a run is. Bars look at counters a few times a second, so that what is measured pays nothing.</summary>
internal sealed class ProgressBars
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly ProgressContext _context;

    private ProgressBars(ProgressContext context) => _context = context;

    /// <summary>Shows bars for as long as the work lasts.</summary>
    public static Task ShowAsync(IAnsiConsole console, Func<ProgressBars, Task> work) => console.Progress()
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
        .StartAsync(context => work(new(context)));

    /// <summary>A bar for work that counts.</summary>
    /// <param name="what">What is being done.</param>
    /// <param name="total">The count at the end.</param>
    /// <param name="done">The count so far; asked from another thread.</param>
    /// <param name="work">The work.</param>
    public async Task WatchAsync(string what, double total, Func<double> done, Task work)
    {
        var bar = _context.AddTask(what, maxValue: total);
        while (await Task.WhenAny(work, Task.Delay(Interval, TimeProvider.System)) != work) bar.Value = done();
        await work;
        bar.Value = total;
        bar.StopTask();
    }

    /// <summary>A bar for a stretch of time.</summary>
    public Task DelayAsync(string what, TimeSpan duration, CancellationToken cancel)
    {
        var started = TimeProvider.System.GetTimestamp();
        return WatchAsync(
            what,
            duration.TotalSeconds,
            () => TimeProvider.System.GetElapsedTime(started).TotalSeconds,
            Task.Delay(duration, TimeProvider.System, cancel));
    }

    /// <summary>A bar for work of which only the end can be seen.</summary>
    public async Task<T> WaitAsync<T>(string what, Task<T> work)
    {
        var bar = _context.AddTask(what).IsIndeterminate();
        var result = await work;
        bar.IsIndeterminate(false).Value = bar.MaxValue;
        bar.StopTask();
        return result;
    }
}
