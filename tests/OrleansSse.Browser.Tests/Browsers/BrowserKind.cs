namespace OrleansSse.Browser.Tests.Browsers;

/// <summary>The browsers in which every behaviour is shown.</summary>
public enum BrowserKind
{
    Chromium,
    Firefox,
}
