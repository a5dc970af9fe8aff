using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Orleans.Streams;

namespace OrleansSse.Grains.Ingest;

/// <summary>Idempotency keys of the items of one Orleans stream: no two of them, nor those of two streams, are the same.</summary>
internal sealed class IngestKeys(string provider, StreamId source)
{
    // Names of providers and namespaces may be longer than a key.
    private readonly string _source = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{provider}\0{source}")).AsSpan(0, 16));

    public string Of(StreamSequenceToken token) =>
        string.Create(CultureInfo.InvariantCulture, $"ingest-{_source}-{token.SequenceNumber}-{token.EventIndex}");
}
