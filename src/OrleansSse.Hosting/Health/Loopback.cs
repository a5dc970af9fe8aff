using System.Diagnostics.CodeAnalysis;

namespace OrleansSse.Hosting.Health;

/// <summary>Reads where a host listens as where it is reached from the machine itself.</summary>
public static class Loopback
{
    private static readonly string[] AnyAddress = ["//+", "//*", "//0.0.0.0", "//[::]"];

    /// <summary>The address, with 127.0.0.1 where it says all of the machine's own.</summary>
    /// <param name="address">As servers take it: <c>http://+:8080</c>.</param>
    /// <param name="result">The address to connect to.</param>
    public static bool TryParse(string? address, [NotNullWhen(true)] out Uri? result) =>
        Uri.TryCreate(AnyAddress.Aggregate(address, static (text, any) => text?.Replace(any, "//127.0.0.1", StringComparison.Ordinal)), UriKind.Absolute, out result)
        && result.Scheme == Uri.UriSchemeHttp;
}
