using System.Globalization;
using OrleansSse.FileStorage.TestProcess;

namespace OrleansSse.FileStorage.Tests;

public sealed class StorageDirectoryTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Refuses_a_directory_that_another_process_uses_until_that_is_killed()
    {
        using var child = new ChildProcess("hold", _directory.Data);
        Assert.Equal("holding", await child.ReadLineAsync());

        var refused = Assert.Throws<FileStorageException>(() => new OpenStorage(_directory.Data));

        Assert.Contains($"'{_directory.Data}'", refused.Message, StringComparison.Ordinal);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"process {child.Id} on "), refused.Message, StringComparison.Ordinal);
        Assert.Contains("stop that process, or give this one a directory of its own: Orleans:GrainStorage:EventStreams:Directory", refused.Message, StringComparison.Ordinal);

        await child.KillAsync();
        using var storage = new OpenStorage(_directory.Data);
    }

    [Fact]
    public void Refuses_a_directory_that_another_storage_of_the_process_uses_until_that_is_closed()
    {
        using (new OpenStorage(_directory.Data, name: "EventStreams"))
        {
            var refused = Assert.Throws<FileStorageException>(() => new OpenStorage(_directory.Data, name: "Profiles"));

            Assert.Contains("in use by this process already", refused.Message, StringComparison.Ordinal);
            Assert.Contains("storage provider 'EventStreams'", refused.Message, StringComparison.Ordinal);
            Assert.Contains("Orleans:GrainStorage:Profiles:Directory", refused.Message, StringComparison.Ordinal);
        }

        using var storage = new OpenStorage(_directory.Data, name: "Profiles");
    }

    [Fact]
    public async Task Refuses_a_directory_whose_lock_would_stop_nobody()
    {
        using var child = new ChildProcess("hold", _directory.Data, ("DOTNET_SYSTEM_IO_DISABLEFILELOCKING", "1"));

        var (code, error) = await child.ExitAsync();

        Assert.Equal(1, code);
        Assert.Contains($"cannot lock the directory '{_directory.Data}'", error, StringComparison.Ordinal);
        Assert.Contains("Unset DOTNET_SYSTEM_IO_DISABLEFILELOCKING", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_file() =>
        AssertUnwritable(Assert.Single(Directory.GetFiles(AppContext.BaseDirectory, "OrleansSse.FileStorage.dll")));

    [Fact]
    public void Refuses_a_path_that_leads_through_a_file()
    {
        File.WriteAllText(_directory.Data, "");

        AssertUnwritable(Path.Combine(_directory.Data, "below"));
    }

    [Fact]
    public void Refuses_a_read_only_directory()
    {
        using var directory = new ReadOnlyDirectory(_directory.Data);

        AssertUnwritable(directory.Path);
    }

    [Fact]
    public void Is_free_again_after_an_opening_that_failed()
    {
        var records = Path.Combine(_directory.Data, "records");
        Directory.CreateDirectory(_directory.Data);
        File.WriteAllText(records, "in the way");
        Assert.Throws<FileStorageException>(() => new OpenStorage(_directory.Data));

        File.Delete(records);
        using var storage = new OpenStorage(_directory.Data);
    }

    [Fact]
    public void Leaves_alone_what_is_not_its_own()
    {
        Directory.CreateDirectory(_directory.Data);
        var foreign = Path.Combine(_directory.Data, "notes.txt");
        File.WriteAllText(foreign, "somebody's");

        new OpenStorage(_directory.Data).Dispose();

        Assert.Equal("somebody's", File.ReadAllText(foreign));
    }

    private static void AssertUnwritable(string path)
    {
        var refused = Assert.Throws<FileStorageException>(() => new OpenStorage(path));

        Assert.Contains($"cannot use the directory '{path}'", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"Make it a directory that user '{Environment.UserName}' may write", refused.Message, StringComparison.Ordinal);
        Assert.Contains("or choose another: Orleans:GrainStorage:EventStreams:Directory", refused.Message, StringComparison.Ordinal);
    }
}
