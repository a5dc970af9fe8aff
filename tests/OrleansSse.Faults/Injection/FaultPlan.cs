namespace OrleansSse.Faults.Injection;

/// <summary>Which fault comes when. The same seed makes the same plan, however long it is followed.</summary>
/// <param name="seed">What makes it.</param>
/// <param name="faults">What there is to choose from.</param>
internal sealed class FaultPlan(int seed, IReadOnlyCollection<Fault> faults)
{
    /// <summary>Rounds without end; in each, every fault comes once.</summary>
    /// <returns>The faults, each with what decides all that it leaves to chance.</returns>
    public IEnumerable<(Fault Fault, Random Random)> Follow()
    {
        var random = new Random(seed);
        while (true)
        {
            var round = faults.OrderBy(fault => fault.Name, StringComparer.Ordinal).ToArray();
            random.Shuffle(round);
            foreach (var fault in round) yield return (fault, new(random.Next()));
        }
    }
}
