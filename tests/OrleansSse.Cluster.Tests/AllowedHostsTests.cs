using System.Diagnostics;
using System.Reflection;
using OrleansSse.Cluster.Tests.Hosting;

namespace OrleansSse.Cluster.Tests;

public sealed class AllowedHostsTests
{
    private const string Listening = "Now listening on: ";

    private static readonly string Program = typeof(AllowedHostsTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(static noted => noted.Key == "GatewayAssembly").Value!;

    [Fact]
    public async Task A_gateway_of_certain_names_takes_no_publish_under_another()
    {
        var directory = Directory.CreateTempSubdirectory("orleanssse-");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Program, "--urls=http://127.0.0.1:0", "--AllowedHosts=events.example"])
        {
            WorkingDirectory = directory.FullName,
            RedirectStandardOutput = true,
        })!;
        try
        {
            var address = await AddressAsync(process.StandardOutput).Within("the address of the gateway");

            Assert.StartsWith("HTTP/1.1 400 ", await PublishAsync(address, "elsewhere.example"), StringComparison.Ordinal);
            Assert.StartsWith("HTTP/1.1 201 ", await PublishAsync(address, "events.example"), StringComparison.Ordinal);
        }
        finally
        {
            process.Kill();
        }

        await process.WaitForExitAsync();
        directory.Delete(recursive: true);
    }

    private static async Task<Uri> AddressAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            if (line.Contains(Listening, StringComparison.Ordinal)) return new(line.Split(Listening)[1]);
        }

        throw new InvalidOperationException("It has ended.");
    }

    // With another header it would not be plain.
    private static async Task<string> PublishAsync(Uri address, string host)
    {
        using var connection = await RawConnection.OpenAsync(address, $"POST /streams/a/events HTTP/1.1\r\nHost: {host}\r\nContent-Type: text/plain\r\nContent-Length: 1\r\n\r\n1");
        return await connection.ReadAsync(until: "\r\n\r\n");
    }
}
