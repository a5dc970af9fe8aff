namespace OrleansSse.Client.Tests.Fakes;

/// <summary>The silos of a cluster, as a test has them.</summary>
internal sealed class FakeMembership : IMembershipGrain
{
    private int _asked;

    /// <summary>What is answered; it may throw.</summary>
    public Func<ActiveSilos> Answer { get; set; } = static () => new(0, []);

    /// <summary>What happens first; a call hangs for as long as this does.</summary>
    public Func<Task> Before { get; set; } = static () => Task.CompletedTask;

    /// <summary>How often it was asked.</summary>
    public int Asked => Volatile.Read(ref _asked);

    public async Task<ActiveSilos> GetActiveSilos()
    {
        Interlocked.Increment(ref _asked);
        await Task.Yield();
        await Before();
        return Answer();
    }
}
