using OrleansSse.Compatibility.Tests;
using OrleansSse.Compatibility.Tests.Samples;
using OrleansSse.Compatibility.Tests.Storage;
using Xunit.MicrosoftTestingPlatform;

// "write <folder>" stores what this build stores, as a new version of the samples; without it the tests run.
if (args is not ["write", var folder])
{
    return await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
}

using var wire = new Wire();
await new SampleFolder(folder).WriteAsync(wire, Version3.Values);
await StoredStreams.WriteAsync(new SampleFolder(folder));
return 0;
