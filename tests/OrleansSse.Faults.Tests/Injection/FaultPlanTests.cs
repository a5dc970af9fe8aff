using OrleansSse.Faults.Injection;

namespace OrleansSse.Faults.Tests.Injection;

public sealed class FaultPlanTests
{
    private static readonly Fault[] All = [.. FaultCatalog.All.Values];

    [Fact]
    public void Is_the_same_for_the_same_seed() => Assert.Equal(Begin(seed: 7), Begin(seed: 7));

    [Fact]
    public void Is_another_for_another_seed() => Assert.NotEqual(Begin(seed: 7), Begin(seed: 8));

    [Fact]
    public void Does_not_depend_on_the_order_in_which_faults_were_asked_for() =>
        Assert.Equal(Begin(seed: 7), [.. Steps(new(7, [.. All.Reverse()]))]);

    [Fact]
    public void Has_every_fault_once_in_each_round()
    {
        var names = Begin(seed: 7).Select(step => step.Fault).ToList();

        Assert.Equal(All.Select(fault => fault.Name).Order(), names.Take(All.Length).Order());
        Assert.Equal(All.Select(fault => fault.Name).Order(), names.Skip(All.Length).Order());
    }

    private static List<(string Fault, int Chance)> Begin(int seed) => [.. Steps(new(seed, All))];

    private static IEnumerable<(string Fault, int Chance)> Steps(FaultPlan plan) =>
        plan.Follow().Take(2 * All.Length).Select(step => (step.Fault.Name, step.Random.Next()));
}
