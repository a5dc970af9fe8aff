using Microsoft.Extensions.Configuration;
using OrleansSse.Grains.Options;
using MsOptions = Microsoft.Extensions.Options.Options;

namespace OrleansSse.Grains.Tests.Options;

public sealed class EventStreamOptionsTests
{
    [Fact]
    public void The_first_rule_that_matches_a_name_counts()
    {
        var options = Bind(new()
        {
            ["Retention:MaxEvents"] = "500",
            ["Streams:0:Pattern"] = "chat.>",
            ["Streams:0:Durability"] = "Memory",
            ["Streams:1:Pattern"] = "chat.important",
            ["Streams:1:Retention:MaxEvents"] = "7",
            ["Streams:2:Pattern"] = "*",
            ["Streams:2:Retention:MaxEvents"] = "9",
        });
        var settings = new StreamSettings(MsOptions.Create(options));

        Assert.Equal((Durability.Memory, 500L), Of("chat.important"));
        Assert.Equal((Durability.Stored, 9L), Of("orders"));
        Assert.Equal((Durability.Stored, 500L), Of("orders.eu"));

        (Durability, long) Of(string name)
        {
            var (durability, retention) = settings.For(StreamName.Parse(name));
            return (durability, retention.MaxEvents);
        }
    }

    [Theory]
    [InlineData("Retention:MaxEvents", "0")]
    [InlineData("Retention:MaxEvents", "65537")]
    [InlineData("Retention:MaxAge", "00:00:00.5")]
    [InlineData("Streams:0:Pattern", "a..b")]
    [InlineData("Streams:0:Retention:MaxBytes", "0")]
    [InlineData("MaxEventBytes", "0")]
    [InlineData("StorageTimeout", "00:00:00")]
    [InlineData("LeaseDuration", "00:00:00.5")]
    public void A_value_out_of_range_is_refused_at_start_up(string key, string value)
    {
        var settings = new Dictionary<string, string?> { ["Streams:0:Pattern"] = "a", [key] = value };

        Assert.True(new EventStreamOptionsValidator().Validate(null, Bind(settings)).Failed, $"{key} = {value} was accepted.");
    }

    [Fact]
    public void The_defaults_are_valid() =>
        Assert.True(new EventStreamOptionsValidator().Validate(null, new()).Succeeded);

    private static EventStreamOptions Bind(Dictionary<string, string?> settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings).Build().Get<EventStreamOptions>()!;
}
