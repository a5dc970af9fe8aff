using System.Diagnostics;
using System.Reflection;
using OrleansSse.Cluster.Tests.Hosting;

namespace OrleansSse.Cluster.Tests;

public sealed class StartTests(GatewayFixture fixture)
{
    private static readonly string Program = typeof(StartTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(static noted => noted.Key == "GatewayAssembly").Value!;

    [Fact]
    public Task Says_in_one_line_that_its_port_is_taken() => ExpectAsync(
        $"Cannot start. Failed to bind to address {fixture.Gateway.Address.GetLeftPart(UriPartial.Authority)}: address already in use.",
        $"--urls={fixture.Gateway.Address}");

    [Fact]
    public Task Says_in_one_line_which_setting_is_no_value() => ExpectAsync(
        "Cannot start. Failed to convert configuration value 'soon' at 'Gateway:Heartbeat' to type 'System.TimeSpan'.",
        "--urls=http://127.0.0.1:0", "--Gateway:Heartbeat=soon");

    [Fact]
    public Task Says_in_one_line_which_setting_is_out_of_range() => ExpectAsync(
        "Cannot start. Heartbeat: The field GatewayOptions.Heartbeat must be between 00:00:01 and 01:00:00.",
        "--urls=http://127.0.0.1:0", "--Gateway:Heartbeat=00:00:00");

    private static async Task ExpectAsync(string message, params string[] arguments)
    {
        var directory = Directory.CreateTempSubdirectory("orleanssse-");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Program, .. arguments])
        {
            WorkingDirectory = directory.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var log = process.StandardOutput.ReadToEndAsync();
        var said = await process.StandardError.ReadToEndAsync().Within("the end of the process");
        await process.WaitForExitAsync();
        await log;

        Assert.Equal((1, message), (process.ExitCode, said.TrimEnd()));
        directory.Delete(recursive: true);
    }
}
