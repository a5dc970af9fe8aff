namespace OrleansSse.FileStorage.TestProcess;

/// <summary>A state whose whole content follows from its number, so that a reader knows if it is whole.</summary>
[GenerateSerializer, Alias("OrleansSse.FileStorage.TestProcess.Sample")]
internal sealed record Sample([property: Id(0)] long Number, [property: Id(1)] byte[] Filling)
{
    // An activator needs it, for the state of an absent record.
    public Sample()
        : this(0, [])
    {
    }

    /// <summary>Between nothing and 64 KiB.</summary>
    public static Sample Of(int writer, long number)
    {
        var random = new Random(unchecked((int)(writer * 1_000_003 + number)));
        var filling = new byte[random.Next(65_536)];
        random.NextBytes(filling);
        return new(number, filling);
    }

    public bool Is(Sample other) => Number == other.Number && Filling.AsSpan().SequenceEqual(other.Filling);
}
