using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Json;

namespace OrleansSse.Hosting;

/// <summary>The settings that lie beside the program, wherever it is started; all that is configured goes over them.</summary>
public static class ShippedSettings
{
    /// <summary>Puts them under everything else that is configured.</summary>
    public static void AddShippedSettings(this IConfigurationManager configuration)
    {
        var source = new JsonConfigurationSource { Path = Path.Combine(AppContext.BaseDirectory, "appsettings.json") };
        source.ResolveFileProvider();
        configuration.Sources.Insert(0, source);
    }
}
