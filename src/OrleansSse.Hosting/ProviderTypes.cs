namespace OrleansSse.Hosting;

/// <summary>Values of <c>ProviderType</c> that the hosts know something about.</summary>
internal static class ProviderTypes
{
    public const string AdoNet = "AdoNet";
    public const string File = "File";
    public const string Redis = "Redis";
}
