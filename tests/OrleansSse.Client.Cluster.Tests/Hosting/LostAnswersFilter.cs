namespace OrleansSse.Client.Cluster.Tests.Hosting;

internal sealed class LostAnswersFilter(LostAnswers answers) : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        await context.Invoke();
        if (context.Result is PublishResult result && answers.IsLost(context.TargetId.Key.ToString()!, result.Outcome))
        {
            throw new StreamOverloadedException("The answer got lost.", TimeSpan.FromMilliseconds(1));
        }
    }
}
