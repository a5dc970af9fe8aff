using System.IO.Compression;
using System.Xml.Linq;

namespace OrleansSse.Packages.Tests;

/// <summary>The packages of the libraries as they are built, in a directory of their own and of a version that nothing else has.</summary>
public sealed class PackedLibraries : IAsyncLifetime
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("packages-");

    /// <summary>The libraries that are meant to be used.</summary>
    public static string[] Names { get; } =
        ["OrleansSse.Abstractions", "OrleansSse.AspNetCore", "OrleansSse.Client", "OrleansSse.FileStorage", "OrleansSse.Grains"];

    /// <summary>The packages' version.</summary>
    public string Version { get; } = $"0.0.0-test.{Guid.NewGuid():N}";

    /// <summary>What may be used up.</summary>
    public string Root => _directory.FullName;

    /// <summary>The directory that the packages are in.</summary>
    public string Packages => Path.Combine(Root, "packed");

    /// <summary>The files in a package.</summary>
    public string[] FilesOf(string name, string extension = "nupkg")
    {
        using var package = Open(name, extension);
        return [.. package.Entries.Select(static entry => entry.FullName)];
    }

    /// <summary>What a package says of itself, by the names of the elements.</summary>
    public ILookup<string, string> MetadataOf(string name)
    {
        using var package = Open(name, "nupkg");
        using var nuspec = package.GetEntry(name + ".nuspec")!.Open();
        return XDocument.Load(nuspec).Root!.Elements().Single().Elements().ToLookup(static element => element.Name.LocalName, static element => element.Value);
    }

    public async ValueTask InitializeAsync()
    {
        foreach (var name in Names)
        {
            await Command.RunAsync(
                Path.Combine(Noted.Sources, name),
                "pack", "--no-build", "-nologo", "-c", Noted.Configuration, "-o", Packages, $"-p:PackageVersion={Version}", $"-p:NuspecOutputPath={Root}/nuspec/{name}/");
        }
    }

    public ValueTask DisposeAsync()
    {
        _directory.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private ZipArchive Open(string name, string extension) => ZipFile.OpenRead(Path.Combine(Packages, $"{name}.{Version}.{extension}"));
}
