namespace OrleansSse.Client.Cluster.Tests.Hosting;

internal sealed class LostAnswersFilter(LostAnswers answers) : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        await context.Invoke();
        if (context is { Grain: IEventStreamGrain, Result: PublishReports { Reports: var reports } } && reports.Any(report => IsLost(context.TargetId, report)))
        {
            throw new StreamOverloadedException("The answer got lost.", TimeSpan.FromMilliseconds(1));
        }
    }

    private bool IsLost(GrainId stream, PublishReport report) =>
        report.Result is { } result && answers.IsLost(stream.Key.ToString()!, result.Outcome);
}
