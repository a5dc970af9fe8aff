namespace OrleansSse.FileStorage.Tests;

/// <summary>What a record's key is made of, equal by content.</summary>
internal sealed record RecordId(byte[] Type, byte[] GrainKey, string State)
{
    public RecordId(ReadOnlySpan<byte> type, ReadOnlySpan<byte> grainKey, string state)
        : this(type.ToArray(), grainKey.ToArray(), state)
    {
    }

    public RecordKey Key() => new(new GrainId(new GrainType(Type), new IdSpan(GrainKey)), State);

    public bool Equals(RecordId? other) =>
        other is not null && Type.AsSpan().SequenceEqual(other.Type) && GrainKey.AsSpan().SequenceEqual(other.GrainKey) && State == other.State;

    public override int GetHashCode() => State.GetHashCode(StringComparison.Ordinal);
}
