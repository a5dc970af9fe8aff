namespace OrleansSse.Browser.Tests.Hosting;

/// <summary>The gateway.</summary>
public sealed class GatewayProcess : HostProcess
{
    private GatewayProcess((string Key, string Value)[] settings)
        : base("OrleansSse.Gateway", settings)
    {
    }

    /// <summary>Starts a gateway with an empty history and waits until it serves.</summary>
    public static async Task<GatewayProcess> StartAsync(params (string Key, string Value)[] settings)
    {
        var gateway = new GatewayProcess(settings);
        await gateway.StartProcessAsync();
        return gateway;
    }
}
