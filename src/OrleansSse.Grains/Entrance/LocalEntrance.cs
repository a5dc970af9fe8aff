namespace OrleansSse.Grains.Entrance;

/// <summary>This silo's entrance, as clients reach it, while it is of use to them.</summary>
internal sealed class LocalEntrance(IClusterMembershipService membership) : ILifecycleParticipant<ISiloLifecycle>
{
    // Clients are taken from Active on, and are told to go elsewhere before that ends.
    private const int Stage = ServiceLifecycleStage.Active + 1;

    private bool _isOpen;
    private ClusterMembershipSnapshot? _counted;
    private bool _isAlone;

    /// <summary>The entrance; null on a silo that takes no clients.</summary>
    public IStreamEntrance? Own { get; set; }

    /// <summary>What clients are to use; null while the silo starts or stops, and where all calls come straight anyway.</summary>
    public IStreamEntrance? Reference => _isOpen && !IsAlone() ? Own : null;

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(nameof(LocalEntrance), Stage, _ => SetAsync(isOpen: true), _ => SetAsync(isOpen: false));

    private Task SetAsync(bool isOpen)
    {
        _isOpen = isOpen;
        return Task.CompletedTask;
    }

    private bool IsAlone()
    {
        var snapshot = membership.CurrentSnapshot;
        if (!ReferenceEquals(snapshot, _counted))
        {
            _isAlone = snapshot.Members.Values.Count(static member => member.Status == SiloStatus.Active) < 2;
            _counted = snapshot;
        }

        return _isAlone;
    }
}
