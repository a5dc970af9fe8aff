using System.CommandLine;

namespace OrleansSse.Load.Targets;

/// <summary>Options of the scenarios that can measure a gateway which runs already.</summary>
internal static class TargetOptions
{
    /// <summary>The gateway that runs already.</summary>
    public static Option<Uri?> Url { get; } = new("--url")
    {
        Description = "Measure the gateway that runs here, instead of starting one.",
        HelpName = "http://HOST:PORT",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (Uri.TryCreate(text.TrimEnd('/') + '/', UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttp) return url;
            result.AddError($"--url: '{text}' is not an http:// address.");
            return null;
        },
    };

    /// <summary>The processes of the gateway that runs already.</summary>
    public static Option<int[]> ProcessIds { get; } = new("--pid")
    {
        Description = "With --url: a process of that gateway on this machine, to account its CPU and memory; may be repeated.",
        HelpName = "PID",
        DefaultValueFactory = _ => [],
        Validators =
        {
            result =>
            {
                if (!result.Implicit && result.GetResult(Url) is null) result.AddError("--pid needs --url.");
            },
        },
    };

    /// <summary>Adds the options to a scenario.</summary>
    public static void AddTo(Command scenario)
    {
        scenario.Add(Url);
        scenario.Add(ProcessIds);
    }
}
