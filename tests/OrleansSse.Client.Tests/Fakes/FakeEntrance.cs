namespace OrleansSse.Client.Tests.Fakes;

/// <summary>The entrance of a silo that has a stream, or had it.</summary>
internal sealed class FakeEntrance(FakeStream stream) : IStreamEntrance
{
    /// <summary>The texts of the calls that came in, with their stream.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>Runs before a call is passed on: fails it, or holds it up.</summary>
    public Func<Task> Before { get; set; } = static () => Task.CompletedTask;

    public async Task<PublishReports> PublishMany(StreamName name, PublishRequest[] requests)
    {
        Calls.Add($"{name}: {string.Join(',', requests.SelectMany(request => request.Events, (_, data) => data.Text))}");
        await Before();
        return await stream.PublishMany(requests);
    }
}
