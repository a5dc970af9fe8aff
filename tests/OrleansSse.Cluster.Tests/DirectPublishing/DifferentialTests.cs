using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OrleansSse.Cluster.Tests.Hosting;

namespace OrleansSse.Cluster.Tests.DirectPublishing;

/// <summary>A client cannot tell whether its publishes are taken before the HTTP server.</summary>
public sealed partial class DifferentialTests(ManyEndpoints host) : IClassFixture<ManyEndpoints>
{
    private const int Connections = 150;

    [Theory]
    [InlineData(EndpointKind.Direct, 1)]
    [InlineData(EndpointKind.DirectOnly, 2)]
    public async Task The_same_bytes_are_answered_alike_and_store_the_same(EndpointKind kind, int seed)
    {
        using var client = host.ClientOf(EndpointKind.Bare, version: 1);
        var taken = 0;
        for (var n = 0; n < Connections; n++)
        {
            var random = new RandomRequests((seed * 1_000_000) + n);
            var (bare, direct) = (await NewStreamsAsync(client), await NewStreamsAsync(client));
            var requests = random.Next();
            var toBare = Named(requests, bare);
            var cuts = random.Cuts(toBare.Length);

            var expected = Answer.ReadAll(await ExchangeAsync(EndpointKind.Bare, toBare, cuts));
            var answer = await ExchangeAsync(kind, Named(requests, direct), cuts);
            var actual = Answer.ReadAll(answer);

            var shown = $"seed {seed}, connection {n}: {string.Join(' ', cuts)}: {toBare[..toBare.IndexOf("PUT /nothing", StringComparison.Ordinal)]}";
            Assert.True(expected.SequenceEqual(actual), $"{shown}\n{string.Join('\n', expected)}\nbut\n{string.Join('\n', actual)}");
            foreach (var (one, other) in bare.Zip(direct))
            {
                var (stored, same) = (await StoredAsync(client, one), await StoredAsync(client, other));
                Assert.True(stored == same, $"{shown}\n{stored}\nbut\n{same}");
            }

            // The server says who it is.
            taken += actual.Count - answer.Split("\r\nServer: Kestrel\r\n").Length + 1;
        }

        Assert.True(taken > Connections, $"Only {taken} publishes were taken before the server, so this test has shown nothing.");
    }

    // The last of them is completed.
    private static async Task<string[]> NewStreamsAsync(HttpClient client)
    {
        string[] streams = [Publishing.NewStream(), Publishing.NewStream(), Publishing.NewStream()];
        await client.CompleteAsync(streams[2]);
        return streams;
    }

    private static string Named(string requests, string[] streams)
    {
        foreach (var (sign, name) in RandomRequests.Streams.Zip(streams)) requests = requests.Replace(sign, name, StringComparison.Ordinal);
        return requests;
    }

    private async Task<string> ExchangeAsync(EndpointKind kind, string requests, int[] cuts)
    {
        using var connection = await RawConnection.OpenAsync(host.AddressOf(kind), "");
        return await connection.ExchangeAsync(cuts.Prepend(0).Zip(cuts).Select(cut => requests[cut.First..cut.Second]));
    }

    private static async Task<string> StoredAsync(HttpClient client, string stream)
    {
        var page = JsonNode.Parse(await client.PageAsync(stream, "?from=earliest"))!;
        // A request may have become the body of another.
        return Name().Replace(string.Join('\n', page["events"]!.AsArray().Select(static streamEvent => string.Create(CultureInfo.InvariantCulture, $"{streamEvent!["type"]}: {streamEvent["data"]}"))), "t.");
    }

    [GeneratedRegex("t\\.[0-9a-f]+")]
    private static partial Regex Name();
}
