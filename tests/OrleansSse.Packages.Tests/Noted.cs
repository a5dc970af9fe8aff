using System.Reflection;

namespace OrleansSse.Packages.Tests;

/// <summary>What the build notes for the tests.</summary>
internal static class Noted
{
    /// <summary>The directory of the libraries.</summary>
    public static string Sources => Read("Sources");

    /// <summary>Debug or Release: what was built, and is packed.</summary>
    public static string Configuration => Read("Configuration");

    /// <summary>The version of Orleans that the libraries are built with.</summary>
    public static string OrleansVersion => Read("OrleansVersion");

    private static string Read(string name) =>
        typeof(Noted).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(noted => noted.Key == name).Value!;
}
