using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using OrleansSse.Grains.Options;
using OrleansSse.Grains.Storage;
using MsOptions = Microsoft.Extensions.Options.Options;

namespace OrleansSse.Grains.Tests.Storage;

public sealed class HistoryStorageValidatorTests
{
    [Theory]
    [InlineData(Durability.Stored, null, false, false)]
    [InlineData(Durability.Stored, null, true, true)]
    [InlineData(Durability.Memory, null, false, true)]
    [InlineData(Durability.Memory, Durability.Stored, false, false)]
    [InlineData(Durability.Memory, Durability.Stored, true, true)]
    public void A_silo_that_is_to_store_history_needs_a_storage(Durability durability, Durability? ofSome, bool hasStorage, bool starts)
    {
        var options = new EventStreamOptions { Durability = durability };
        options.Streams.Add(new() { Pattern = "some.>", Durability = ofSome });
        var services = new ServiceCollection();
        if (hasStorage) services.AddKeyedSingleton<IGrainStorage>("EventStreams", new TestGrainStorage());
        var validator = new HistoryStorageValidator(services.BuildServiceProvider(), new(MsOptions.Create(options)));

        if (starts)
        {
            validator.ValidateConfiguration();
        }
        else
        {
            var refusal = Assert.Throws<OrleansConfigurationException>(validator.ValidateConfiguration);
            Assert.Contains("Orleans:GrainStorage:EventStreams:ProviderType", refusal.Message, StringComparison.Ordinal);
        }
    }
}
