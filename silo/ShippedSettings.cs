using Microsoft.Extensions.Configuration.Json;

namespace OrleansSse.Hosting;

/// <summary>The settings that lie beside the program, wherever it is started; all that is configured goes over them.</summary>
internal static class ShippedSettings
{
    public static void AddShippedSettings(this IConfigurationManager configuration)
    {
        var source = new JsonConfigurationSource { Path = Path.Combine(AppContext.BaseDirectory, "appsettings.json") };
        source.ResolveFileProvider();
        configuration.Sources.Insert(0, source);
    }
}
