namespace OrleansSse.Packages.Tests;

/// <summary>What others get of the libraries.</summary>
public sealed class PackageTests(PackedLibraries packed) : IClassFixture<PackedLibraries>
{
    public static TheoryData<string> Names => [.. PackedLibraries.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_package_has_the_library_its_documentation_and_the_readme(string name)
    {
        var files = packed.FilesOf(name);

        Assert.All([$"lib/net10.0/{name}.dll", $"lib/net10.0/{name}.xml", "README.md"], file => Assert.Contains(file, files));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_package_has_symbols_beside_it(string name) =>
        Assert.Contains($"lib/net10.0/{name}.pdb", packed.FilesOf(name, "snupkg"));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_package_says_what_it_is_for_and_nothing_of_where_it_was_built(string name)
    {
        var metadata = packed.MetadataOf(name);

        Assert.NotEqual("Package Description", metadata["description"].Single());
        Assert.Equal("README.md", metadata["readme"].Single());
        Assert.Empty(metadata["projectUrl"]);
        Assert.Empty(metadata["repository"]);
    }

    [Fact]
    public async Task An_application_is_made_of_the_packages()
    {
        var directory = Directory.CreateDirectory(Path.Combine(packed.Root, "consumer")).FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Consumer"), "*.txt"))
        {
            File.Copy(file, Path.Combine(directory, Path.GetFileNameWithoutExtension(file)));
        }

        // What everybody has restored already is taken from where it lies; the packages under test go nowhere else.
        var cache = (await Command.RunAsync(directory, "nuget", "locals", "global-packages", "--list")).Split(": ", 2)[1].Trim();
        await File.WriteAllTextAsync(Path.Combine(directory, "nuget.config"), $"""
            <configuration>
              <packageSources><add key="packed" value="{packed.Packages}" /></packageSources>
              <fallbackPackageFolders><add key="cache" value="{cache}" /></fallbackPackageFolders>
            </configuration>
            """);
        await Command.RunAsync(
            directory,
            "build", "-nologo", "-o", "built", $"-p:RestorePackagesPath={packed.Root}/restored",
            $"-p:PackedVersion={packed.Version}", $"-p:OrleansVersion={Noted.OrleansVersion}");

        Assert.Equal("ordered packed\n", await Command.RunAsync(directory, "built/Consumer.dll"));
    }
}
