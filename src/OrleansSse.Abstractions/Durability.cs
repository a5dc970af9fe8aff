namespace OrleansSse;

/// <summary>Whether a stream's history outlives its silo.</summary>
[GenerateSerializer, Alias("OrleansSse.Durability")]
public enum Durability
{
    /// <summary>An acknowledged event is in grain storage.</summary>
    Stored,

    /// <summary>History is in the silo's memory only: a lost silo starts a new epoch, and subscribers are told of the gap.</summary>
    Memory,
}
