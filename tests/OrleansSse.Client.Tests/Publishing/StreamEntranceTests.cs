using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using OrleansSse.Client.Publishing;
using OrleansSse.Client.Tests.Fakes;

namespace OrleansSse.Client.Tests.Publishing;

public sealed class StreamEntranceTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeGrains _grains = FakeGrains.Create();
    private readonly StreamPublisher _publisher;
    private readonly FakeEntrance _entrance;

    public StreamEntranceTests()
    {
        var entrances = new StreamEntrances(static _ => Task.FromResult(true), TimeSpan.Zero, _time);
        _publisher = new(_grains.Factory, Options.Create(new StreamPublisherOptions()), _time, NullLogger<StreamPublisher>.Instance, entrances);
        _entrance = new(Stream);
        Stream.Entrance = _entrance;
    }

    private FakeStream Stream => _grains[StreamName.Default];

    public void Dispose() => _publisher.Dispose();

    [Fact]
    public async Task The_first_publish_goes_to_the_grain_and_the_next_ones_to_the_entrance_that_it_names()
    {
        await PublishAsync("1");
        await PublishAsync("2");
        await PublishAsync("3");

        Assert.Equal(["default: 2", "default: 3"], _entrance.Calls);
        Assert.Equal(3, Stream.Head.Sequence);
    }

    [Fact]
    public async Task When_the_stream_has_moved_the_next_publishes_go_to_its_new_entrance()
    {
        await PublishAsync("1");
        var elsewhere = new FakeEntrance(Stream);
        Stream.Entrance = elsewhere;

        await PublishAsync("2");
        await PublishAsync("3");

        Assert.Equal(["default: 2"], _entrance.Calls);
        Assert.Equal(["default: 3"], elsewhere.Calls);
    }

    [Fact]
    public async Task When_an_entrance_fails_publishes_go_to_the_grain_again_under_the_same_key()
    {
        await PublishAsync("1");
        Stream.Entrance = null;
        _entrance.Before = static () => throw new SiloUnavailableException("Gone.");

        await EndAsync(PublishAsync("2"));
        await PublishAsync("3");

        Assert.Equal(["default: 2"], _entrance.Calls);
        Assert.Equal(["1", "2", "3"], Texts());
    }

    [Fact]
    public async Task When_an_entrance_does_not_answer_the_publish_that_was_made_there_is_made_once()
    {
        await PublishAsync("1");
        var held = new TaskCompletionSource();
        _entrance.Before = () => held.Task;

        await EndAsync(PublishAsync("2"));
        held.SetResult();
        await Condition.UntilAsync(() => Stream.Requests.Count == 3, "the call that was held");

        Assert.Equal(2, Stream.Head.Sequence);
        Assert.Single(Stream.Requests.Skip(1).Select(static request => request.IdempotencyKey).Distinct());
    }

    [Fact]
    public async Task A_call_to_the_entrance_does_not_overtake_one_to_the_grain()
    {
        var (first, second) = (new TaskCompletionSource(), new TaskCompletionSource());
        Stream.Before = _ => Stream.Calls == 1 ? first.Task : second.Task;
        var publishes = Enumerable.Range(1, 5).Select(n => PublishAsync($"{n}")).ToArray();

        first.SetResult();
        await publishes[0].Within("the end of the first publish");
        Assert.Equal(2, Stream.Calls);
        Assert.Empty(_entrance.Calls);

        second.SetResult();
        await Task.WhenAll(publishes).Within("the end of the publishes");
        Assert.Equal(["default: 3,4,5"], _entrance.Calls);
        Assert.Equal(["1", "2", "3", "4", "5"], Texts());
    }

    [Fact]
    public async Task While_a_call_to_the_grain_is_under_way_nothing_is_sent_that_could_overtake_it_and_then_two_calls_at_once_go_on()
    {
        var (first, second) = (new TaskCompletionSource(), new TaskCompletionSource());
        Stream.Before = _ => Stream.Calls == 1 ? first.Task : second.Task;
        var publishes = Enumerable.Range(1, 5).Select(n => PublishAsync($"{n}")).ToList();
        first.SetResult();
        await publishes[0].Within("the end of the first publish");

        publishes.Add(PublishAsync("6"));
        Assert.Equal(2, Stream.Calls);
        var held = new TaskCompletionSource();
        _entrance.Before = () => held.Task;
        second.SetResult();
        await Condition.UntilAsync(() => _entrance.Calls.Count == 1, "the call to the entrance");
        publishes.Add(PublishAsync("7"));

        Assert.Equal(["default: 3,4,5,6"], _entrance.Calls);
        held.SetResult();
        await Task.WhenAll(publishes).Within("the end of the publishes");
        var slow = new TaskCompletionSource();
        _entrance.Before = () => slow.Task;
        publishes.AddRange([PublishAsync("8"), PublishAsync("9"), PublishAsync("10")]);
        Assert.Equal(["default: 3,4,5,6", "default: 7", "default: 8", "default: 9"], _entrance.Calls);
        slow.SetResult();
        await Task.WhenAll(publishes).Within("the end of the publishes");
    }

    [Fact]
    public async Task However_often_the_stream_moves_publishes_go_in_the_order_in_which_they_were_made_and_none_overtakes_another()
    {
        const int Count = 20_000;
        var seed = Random.Shared.Next();
        var ways = new FakeWays(count: 3, seed);
        Stream.Entrance = ways.First;
        await PublishAsync("0");

        await Task.Run(async () =>
        {
            var publishes = new List<Task>();
            for (var n = 1; n <= Count; n++)
            {
                publishes.Add(PublishAsync($"{n}"));
                if (n % 8 == 0) await Task.Yield();
                if (n % 512 == 0) await Task.WhenAll(publishes);
            }

            await Task.WhenAll(publishes);
        }).Within($"the end of the publishes, seed {seed}");

        Assert.Equal(Enumerable.Range(1, Count).Select(static n => $"{n}"), ways.Sent);
        Assert.Equal(0, ways.Overtaken);
        Assert.Equal(2, ways.MostAtOnce);
        Assert.True(ways.Changes > 100, $"The stream moved only {ways.Changes} times.");
    }

    [Fact]
    public async Task A_stream_without_an_entrance_is_published_to_through_its_grain_again()
    {
        await PublishAsync("1");
        Stream.Entrance = null;

        await PublishAsync("2");
        await PublishAsync("3");

        Assert.Equal(["default: 2"], _entrance.Calls);
        Assert.Equal(["1", "2", "3"], Texts());
    }

    [Fact]
    public async Task An_entrance_that_failed_one_stream_is_not_tried_by_another()
    {
        var other = _grains[StreamName.Parse("other")];
        other.Entrance = _entrance;
        await PublishAsync("1");
        await PublishToOtherAsync();
        _entrance.Before = static () => throw new SiloUnavailableException("Gone.");
        await EndAsync(PublishAsync("2"));
        _entrance.Calls.Clear();

        await PublishToOtherAsync();
        await PublishAsync("3");

        Assert.Empty(_entrance.Calls);

        Task PublishToOtherAsync() => _publisher.PublishAsync(StreamName.Parse("other"), new([new("other")]));
    }

    [Fact]
    public async Task A_silo_asks_the_grain()
    {
        var publisher = new StreamPublisher(_grains.Factory, Options.Create(new StreamPublisherOptions()), _time, NullLogger<StreamPublisher>.Instance);

        foreach (var text in new[] { "1", "2", "3" }) await publisher.PublishAsync(StreamName.Default, new([new(text)]));

        Assert.Empty(_entrance.Calls);
        Assert.Equal(3, Stream.Calls);
    }

    private IEnumerable<string> Texts() => Stream.Requests.SelectMany(static request => request.Events).Select(static data => data.Text);

    private Task<PublishResult> PublishAsync(string text) => _publisher.PublishAsync(StreamName.Default, new([new(text)]));

    private Task EndAsync(Task task) => Condition.UntilAsync(() => task.IsCompleted, "the end of the publish", () => _time.Advance(TimeSpan.FromMilliseconds(50)));
}
