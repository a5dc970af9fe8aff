using OrleansSse.Grains.Leases;
using OrleansSse.Grains.Tests.History;
using OrleansSse.Grains.Tests.Storage;

namespace OrleansSse.Grains.Tests.Leases;

/// <summary>A lease table over the history of an owner, without Orleans.</summary>
public abstract class LeaseTableTest : ILeaseLog
{
    private protected static readonly TimeSpan Duration = TimeSpan.FromSeconds(60);

    private protected SettableClock Time { get; } = new();

    private protected List<Guid> Failed { get; } = [];

    private protected Guid Id { get; } = Guid.NewGuid();

    private protected TestObserver Observer { get; } = new();

    private protected Owner Owner { get; private set; } = null!;

    private protected LeaseTable Leases { get; private set; } = null!;

    void ILeaseLog.PushFailed(Guid lease, Exception exception) => Failed.Add(lease);

    private protected void Run(Func<Task> body, int recentEvents = 1024) => Turns.Run(async () =>
    {
        Owner = await Owner.OpenAsync(new TestGrainStorage(), Time, recentEvents: recentEvents);
        Leases = new(Owner.History, Duration, Time, this);
        await body();
    });

    private protected StreamPosition Grant(Guid id, TestObserver observer)
    {
        var told = Owner.History.Head.StreamHead;
        Leases.Grant(id, observer, told);
        return told.Position;
    }

    private protected Task PublishAsync(params string[] data) => PushAsync(Owner.PublishAsync(Events.Of(data)));

    /// <summary>Tells what a change has made.</summary>
    private protected async Task PushAsync(Task change)
    {
        await change;
        Leases.Push();
        await Turns.SettleAsync();
    }
}
