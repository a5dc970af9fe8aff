using OrleansSse.Faults.Processes;

namespace OrleansSse.Faults.Tests.Processes;

public sealed class NodeTests : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory();
    private readonly Node _node;

    public NodeTests() => _node = new("sleeper", new("sleep", ["600"], new Dictionary<string, string>()), _directory);

    [Fact]
    public async Task Starts_a_process_again_that_ended_by_itself()
    {
        _node.Start();
        var first = await IdAsync();

        Signals.Terminate(first);

        await TrueAsync(() => _node.ProcessId is { } id && id != first, "another process runs");
        Assert.Equal(1, _node.Exits);
    }

    [Fact]
    public async Task Leaves_the_place_of_a_process_empty_that_was_killed_until_it_is_started()
    {
        _node.Start();
        await IdAsync();

        await _node.KillAsync();
        Assert.Null(_node.ProcessId);
        Assert.Equal(0, _node.Exits);

        _node.Start();
        await IdAsync();
    }

    [Fact]
    public async Task Freezes_a_process_and_lets_it_go_on()
    {
        _node.Start();
        var id = await IdAsync();

        _node.Freeze();
        await TrueAsync(() => StateOf(id) == 'T', "the process is stopped");
        _node.Thaw();
        await TrueAsync(() => StateOf(id) == 'S', "the process goes on");
    }

    [Fact]
    public async Task Ends_a_frozen_process()
    {
        _node.Start();
        await IdAsync();
        _node.Freeze();

        await _node.KillAsync();

        Assert.Null(_node.ProcessId);
    }

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    private async Task<int> IdAsync()
    {
        await TrueAsync(() => _node.ProcessId is not null, "the process runs");
        return _node.ProcessId!.Value;
    }

    private static char StateOf(int id) => File.ReadAllText($"/proc/{id}/stat").Split(") ")[1][0];

    private static Task TrueAsync(Func<bool> condition, string what) =>
        Until.TrueAsync(() => Task.FromResult(condition()), what, CancellationToken.None);
}
