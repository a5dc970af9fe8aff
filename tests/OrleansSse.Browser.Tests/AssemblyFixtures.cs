using OrleansSse.Browser.Tests.Browsers;
using OrleansSse.Browser.Tests.Hosting;
using OrleansSse.Browser.Tests.Pages;

[assembly: AssemblyFixture(typeof(InstalledBrowsers))]
[assembly: AssemblyFixture(typeof(SharedGateway))]
[assembly: AssemblyFixture(typeof(OtherOrigin))]
