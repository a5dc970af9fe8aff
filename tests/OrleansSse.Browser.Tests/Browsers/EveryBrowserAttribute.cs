using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace OrleansSse.Browser.Tests.Browsers;

/// <summary>Runs a theory once in each browser; its one parameter is a <see cref="BrowserKind"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EveryBrowserAttribute : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([.. Enum.GetValues<BrowserKind>().Select(static browser => new TheoryDataRow<BrowserKind>(browser))]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
