using System.Net;
using OrleansSse.Hosting.Tests.Servers;

namespace OrleansSse.Hosting.Tests.Health;

/// <summary>The programs' command <c>health</c>, asking something that answers as it is told.</summary>
public sealed class HealthCommandTests : IDisposable
{
    private readonly int _port = LoopbackPort.Find();
    private readonly HttpListener _listener = new();

    public void Dispose() => _listener.Close();

    [Theory]
    [InlineData("Gateway", "urls=http://+:{0}", HttpStatusCode.OK, 0, "")]
    [InlineData("Gateway", "urls=https://localhost:1;http://127.0.0.1:{0}", HttpStatusCode.OK, 0, "")]
    [InlineData("Gateway", "http_ports={0}", HttpStatusCode.ServiceUnavailable, 1, "Not ready. Joining\n")]
    [InlineData("Silo", "Silo:HealthUrl=http://[::]:{0}", HttpStatusCode.OK, 0, "")]
    [InlineData("Silo", "Silo:HealthUrl=http://*:{0}", HttpStatusCode.ServiceUnavailable, 1, "Not ready. Joining\n")]
    public async Task Is_what_the_host_answers(string program, string setting, HttpStatusCode answer, int code, string errors)
    {
        var path = AnswerAsync(answer);
        Assert.Equal((code, errors), await HostProgram.RunAsync(program, "health", $"--{string.Format(null, setting, _port)}"));
        Assert.Equal("/health/ready", await path.Within("a request"));
    }

    [Fact]
    public async Task Fails_when_nothing_listens()
    {
        var (code, errors) = await HostProgram.RunAsync("Gateway", "health", $"--urls=http://127.0.0.1:{_port}");
        Assert.Equal(1, code);
        Assert.StartsWith("Not ready. Connection refused", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fails_when_a_silo_has_no_address() =>
        Assert.Equal((1, "Not ready. It has no address to be asked at.\n"), await HostProgram.RunAsync("Silo", "health"));

    private async Task<string?> AnswerAsync(HttpStatusCode code)
    {
        // By either name, as a host that listens to all of them would.
        _listener.Prefixes.Add($"http://127.0.0.1:{_port}/");
        _listener.Prefixes.Add($"http://localhost:{_port}/");
        _listener.Start();
        var asked = await _listener.GetContextAsync();
        asked.Response.StatusCode = (int)code;
        await asked.Response.OutputStream.WriteAsync(code == HttpStatusCode.OK ? "Active"u8.ToArray() : "Joining"u8.ToArray());
        asked.Response.Close();
        return asked.Request.Url?.AbsolutePath;
    }
}
