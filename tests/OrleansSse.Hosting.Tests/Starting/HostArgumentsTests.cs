namespace OrleansSse.Hosting.Tests.Starting;

public sealed class HostArgumentsTests
{
    [Fact]
    public void Nothing_below_the_working_directory_is_watched_for_changed_settings()
    {
        var files = Host.CreateApplicationBuilder(HostArguments.ReadOnce([])).Configuration.Sources.OfType<FileConfigurationSource>().ToList();

        Assert.NotEmpty(files);
        Assert.DoesNotContain(files, static file => file.ReloadOnChange);
    }

    [Fact]
    public void The_command_line_counts() =>
        Assert.Equal("value", Host.CreateApplicationBuilder(HostArguments.ReadOnce(["--some:setting=value"])).Configuration["some:setting"]);
}
