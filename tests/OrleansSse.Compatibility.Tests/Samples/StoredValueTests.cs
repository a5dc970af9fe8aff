namespace OrleansSse.Compatibility.Tests.Samples;

/// <summary>Versions that meet in one cluster or one storage understand each other.</summary>
public sealed class StoredValueTests(Wire wire) : IClassFixture<Wire>
{
    public static TheoryData<string> Version1Names => [.. Version1.Values.Keys];

    [Theory]
    [MemberData(nameof(Version1Names))]
    public void What_version_1_wrote_is_read(string name)
    {
        var expected = Version1.Values[name];

        var read = wire.Read(SampleFolder.Of(1).Read(name));

        Assert.Equal(expected.GetType(), read.GetType());
        // Records that hold arrays are only equal as bytes.
        Assert.Equal(wire.Write(expected), wire.Write(read));
    }
}
