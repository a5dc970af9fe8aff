namespace OrleansSse.Browser.Tests.Hosting;

/// <summary>The gateway.</summary>
public sealed class GatewayProcess : HostProcess
{
    // Where little of the processor is to be had, a gateway that has just started is slow to reach a stream; that is not what pages are to be told of.
    private GatewayProcess((string Key, string Value)[] settings)
        : base("OrleansSse.Gateway", [("Gateway:AttachTimeout", "00:01:00"), .. settings])
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
