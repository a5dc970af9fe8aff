using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Streams;
using OrleansSse.Client.Cluster.Tests.Hosting;
using OrleansSse.Client.OrleansStreams;

namespace OrleansSse.Client.Cluster.Tests.OrleansStreams;

public sealed class TokenTests(TestCluster cluster)
{
    [Fact]
    public void May_be_stored_and_sent()
    {
        var serializer = cluster.Client.ServiceProvider.GetRequiredService<Serializer>();
        var token = Token("k3x9f2ab-17");

        var read = serializer.Deserialize<StreamSequenceToken>(serializer.SerializeToArray<StreamSequenceToken>(token));

        Assert.Equal(token, read);
        Assert.Equal(("k3x9f2ab-17", 17, 0), (read?.ToString(), read?.SequenceNumber, read?.EventIndex));
    }

    [Fact]
    public void Are_ordered_in_their_epoch_only()
    {
        Assert.True(Token("k3x9f2ab-17").Newer(Token("k3x9f2ab-9")));
        Assert.True(Token("k3x9f2ab-17").Older(Token("k3x9f2ab-18")));
        Assert.NotEqual(Token("k3x9f2ab-17"), Token("k3x9f2ac-17"));
        Assert.Throws<InvalidSequenceTokenException>(() => Token("k3x9f2ab-17").CompareTo(Token("k3x9f2ac-17")));
        Assert.Throws<InvalidSequenceTokenException>(() => Token("k3x9f2ab-17").CompareTo(new Orleans.Providers.Streams.Common.EventSequenceTokenV2(17)));
    }

    private static EventStreamSequenceToken Token(string id) => new(StreamPosition.Parse(id));
}
