namespace OrleansSse.Compatibility.Tests.Samples;

/// <summary>What one version stored: values of its types, and a storage directory with the list of the events in it.</summary>
internal sealed class SampleFolder(string path)
{
    /// <summary>The folder of a version, as it lies beside the test program.</summary>
    public static SampleFolder Of(int version) =>
        new(Path.Combine(AppContext.BaseDirectory, "versions", version.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>The storage directory; not to be opened where it lies.</summary>
    public string Storage => Path.Combine(path, "storage");

    /// <summary>The events in the storage, one a line, oldest first.</summary>
    public string EventList => Path.Combine(path, "events.txt");

    /// <summary>The bytes of a value.</summary>
    public byte[] Read(string name) => Convert.FromBase64String(File.ReadAllText(FileOf(name)));

    /// <summary>Writes values, each to a file of its own.</summary>
    public async Task WriteAsync(Wire wire, IReadOnlyDictionary<string, object> values)
    {
        Directory.CreateDirectory(Path.Combine(path, "values"));
        foreach (var (name, value) in values)
        {
            var text = Convert.ToBase64String(wire.Write(value), Base64FormattingOptions.InsertLineBreaks);
            await File.WriteAllTextAsync(FileOf(name), text.Replace("\r\n", "\n", StringComparison.Ordinal) + "\n");
        }
    }

    private string FileOf(string name) => Path.Combine(path, "values", name + ".txt");
}
