using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using OrleansSse.Client.Publishing;
using OrleansSse.Client.Tests.Fakes;

namespace OrleansSse.Client.Tests.Publishing;

public sealed class PublishLaneOverloadTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeGrains _grains = FakeGrains.Create();
    private readonly StreamPublisherOptions _options = new();
    private StreamPublisher? _publisher;

    // Made when a test has set its options, which are read then.
    private StreamPublisher Publisher => _publisher ??= new(_grains.Factory, Options.Create(_options), _time, NullLogger<StreamPublisher>.Instance);

    private FakeStream Stream => _grains[StreamName.Default];

    [Fact]
    public async Task More_than_may_be_pending_is_refused_to_who_has_most_of_it()
    {
        _options.MaxPendingBytes = 10_000;
        var held = Stream.Hold();
        var flood = Enumerable.Range(1, 20).Select(_ => Publisher.PublishAsync(StreamName.Default, new([new(new string('.', 1000))]), "flood")).ToArray();

        var refused = flood.Where(publish => publish.IsFaulted).ToArray();
        Assert.Equal(13, refused.Length);
        var overload = await Assert.ThrowsAsync<StreamOverloadedException>(() => refused[0]);
        Assert.Equal(TimeSpan.FromSeconds(1), overload.RetryAfter);
        Assert.InRange(Publisher.Lanes.PendingBytes, 10_000, 12_000);

        var modest = Publisher.PublishAsync(StreamName.Default, new([new("modest")]), "modest");
        held.SetResult();
        await Task.WhenAll([modest, .. flood.Except(refused)]).Within("the end of what was let in");
        Assert.Equal(8, Stream.Head.Sequence);
        await Publisher.PublishAsync(StreamName.Default, new([new("again")]), "flood").Within("the end of a later publish");
        Assert.Equal(0, Publisher.Lanes.PendingBytes);
    }

    [Fact]
    public async Task Who_is_refused_by_a_stream_that_is_slow_is_told_to_come_back_later()
    {
        _options.MaxPendingBytes = 1000;
        (_options.FirstAttemptTimeout, _options.AttemptTimeout) = (TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
        var held = Stream.Hold();
        var slow = PublishAsync("slow");
        _time.Advance(TimeSpan.FromSeconds(7));
        held.SetResult();
        await slow.Within("the end of the slow publish");
        Stream.Hold();
        var first = Task.WhenAll(PublishAsync("first"), PublishAsync("second"));

        var overload = await Assert.ThrowsAsync<StreamOverloadedException>(() => PublishAsync("refused"));

        Assert.Equal(TimeSpan.FromSeconds(7), overload.RetryAfter);
        Assert.False(first.IsCompleted);
    }

    [Fact]
    public async Task A_stream_that_is_flooded_leaves_room_for_others()
    {
        _options.MaxTotalPendingBytes = 10_000;
        var held = Stream.Hold();
        var flood = Enumerable.Range(1, 20).Select(_ => Publisher.PublishAsync(StreamName.Default, new([new(new string('.', 1000))]))).ToArray();

        Assert.Contains(flood, publish => publish.IsFaulted);
        await Publisher.PublishAsync(StreamName.Parse("modest"), new([new("a")])).Within("the end of the publish to another stream");
        held.SetResult();
    }

    private Task<PublishResult> PublishAsync(string text) => Publisher.PublishAsync(StreamName.Default, new([new(text)]));
}
