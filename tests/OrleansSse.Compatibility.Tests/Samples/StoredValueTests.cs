namespace OrleansSse.Compatibility.Tests.Samples;

/// <summary>Versions that meet in one cluster or one storage understand each other.</summary>
public sealed class StoredValueTests(Wire wire) : IClassFixture<Wire>
{
    private static readonly IReadOnlyDictionary<string, object>[] Versions = [Version1.Values, Version2.Values, Version3.Values];

    public static TheoryData<int, string> Names =>
        [.. Versions.SelectMany(static (values, index) => values.Keys.Select(name => new TheoryDataRow<int, string>(index + 1, name)))];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_a_version_wrote_is_read(int version, string name)
    {
        var expected = Versions[version - 1][name];

        var read = wire.Read(SampleFolder.Of(version).Read(name));

        Assert.Equal(expected.GetType(), read.GetType());
        // Records that hold arrays are only equal as bytes.
        Assert.Equal(wire.Write(expected), wire.Write(read));
    }
}
