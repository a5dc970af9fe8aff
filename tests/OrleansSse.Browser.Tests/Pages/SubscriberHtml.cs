namespace OrleansSse.Browser.Tests.Pages;

/// <summary>The text of <c>subscriber.html</c>.</summary>
internal static class SubscriberHtml
{
    public static string Text { get; } = Read();

    private static string Read()
    {
        using var resource = typeof(SubscriberHtml).Assembly.GetManifestResourceStream("OrleansSse.Browser.Tests.Pages.subscriber.html")!;
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }
}
