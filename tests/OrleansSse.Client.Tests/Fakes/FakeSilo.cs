namespace OrleansSse.Client.Tests.Fakes;

/// <summary>The silo that a process is.</summary>
internal sealed class FakeSilo : ILocalSiloDetails
{
    public static FakeSilo Instance { get; } = new();

    public string Name => "silo";

    public string ClusterId => "cluster";

    public string DnsHostName => "localhost";

    public SiloAddress SiloAddress => SiloAddress.Zero;

    public SiloAddress GatewayAddress => SiloAddress.Zero;
}
