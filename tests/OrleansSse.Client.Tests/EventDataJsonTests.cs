using System.Text.Json.Serialization;
using OrleansSse.Client.Tests.Fakes;

namespace OrleansSse.Client.Tests;

public sealed partial class EventDataJsonTests : IAsyncDisposable
{
    private readonly ClientOverFakes _client = new(static options => options.Json = new() { TypeInfoResolver = Generated.Default });

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    [Fact]
    public async Task Options_with_a_generated_resolver_write_what_it_knows_and_refuse_the_rest()
    {
        await _client.Stream.PublishAsync(new Known(1));
        await Assert.ThrowsAsync<EventSerializationException>(() => _client.Stream.PublishAsync(new Unknown(1)));

        Assert.Equal(["{\"Number\":1}"], _client.Grain.Requests.Select(request => request.Events[0].Text));
    }

    [Fact]
    public void Null_is_a_value_of_its_own_when_it_is_read() => Assert.Null(new EventData("null").ReadJson<Known>());

    [Fact]
    public void Without_options_names_are_as_in_the_web() => Assert.Equal(new Known(1), new EventData("{\"number\":1}").ReadJson<Known>());

    private sealed record Known(int Number);

    private sealed record Unknown(int Number);

    [JsonSerializable(typeof(Known))]
    private sealed partial class Generated : JsonSerializerContext;
}
