namespace OrleansSse.Grains.Entrance;

/// <summary>This silo's entrance.</summary>
internal sealed class LocalEntrance
{
    /// <summary>As clients reach it; null until it is open, and on a silo that takes no clients.</summary>
    public IStreamEntrance? Reference { get; set; }
}
