using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using OrleansSse.Client.Publishing;
using OrleansSse.Client.Tests.Fakes;

namespace OrleansSse.Client.Tests.Publishing;

public sealed class PublishLaneTests : IDisposable
{
    private static readonly AsyncLocal<string?> Flowing = new();

    private readonly FakeTimeProvider _time = new();
    private readonly FakeGrains _grains = FakeGrains.Create();
    private readonly StreamPublisherOptions _options = new() { KeptLanes = 100 };
    private readonly StreamPublisher _publisher;

    public PublishLaneTests() => _publisher = new(_grains.Factory, Options.Create(_options), _time, NullLogger<StreamPublisher>.Instance);

    public void Dispose() => _publisher.Dispose();

    private FakeStream Stream => _grains[StreamName.Default];

    [Fact]
    public async Task A_lone_publish_goes_at_once()
    {
        var held = Stream.Hold();

        var publishing = PublishAsync("a");

        Assert.Equal(1, Stream.Calls);
        held.SetResult();
        await publishing.Within("the end of the publish");
    }

    [Fact]
    public async Task What_arrives_while_two_calls_are_under_way_rides_together_in_its_order()
    {
        var (held, first) = HoldTwo();
        var publishes = Enumerable.Range(1, 18).Select(n => PublishUnderKeyAsync($"{n}")).ToArray();
        Assert.Equal(2, Stream.Calls);

        held.SetResult();
        await first.Within("the end of the first publishes");
        var results = await Task.WhenAll(publishes).Within("the end of the publishes");

        Assert.Equal(3, Stream.Together.Count);
        Assert.Equal(Enumerable.Range(1, 18).Select(n => $"{n}"), Texts(Stream.Together[2]));
        Assert.Equal(Enumerable.Range(3, 18).Select(n => (long)n), results.Select(result => result.First.Sequence));
        Assert.Equal(20, Stream.Requests.Select(request => request.IdempotencyKey).Distinct().Count());
    }

    [Fact]
    public async Task A_failure_of_one_is_not_that_of_another()
    {
        Stream.Refuse = request => Texts(request) == "b" ? new PublishRefusedException(ErrorCodes.EventTooLarge, "Too large.") : null;
        var (held, first) = HoldTwo();
        var (a, b, c) = (PublishUnderKeyAsync("a"), PublishUnderKeyAsync("b"), PublishUnderKeyAsync("c"));

        held.SetResult();

        await first.Within("the end of the first publishes");
        var refused = await Assert.ThrowsAsync<PublishRefusedException>(() => b.Within("the refusal"));
        Assert.Equal(ErrorCodes.EventTooLarge, refused.Code);
        Assert.Equal([3, 4], (await Task.WhenAll(a, c).Within("the end of the others")).Select(result => result.Last.Sequence));
        Assert.Equal(3, Stream.Calls);
    }

    [Fact]
    public async Task A_call_has_no_more_events_or_bytes_than_it_may()
    {
        var (held, first) = HoldTwo();
        int[] events = [3000, 1096, 1, 4096, 2];
        int[] bytes = [500_000, 500_000, 500_000, 2_000_000, 10];
        Task[] publishes =
        [
            .. events.Select(count => PublishAsync([.. Enumerable.Repeat(new EventData("."), count)])),
            .. bytes.Select(count => PublishAsync([new(new string('.', count))])),
        ];

        held.SetResult();
        await Task.WhenAll([first, .. publishes]).Within("the end of the publishes");

        string[] together = [.. Stream.Together.Skip(2).Select(requests => string.Join('+', requests.Select(request => request.Events.Sum(data => data.ByteCount))))];
        // Two calls take turns in taking what waits; which is done first is not to matter.
        string[] expected = ["3000+1096", "1", "4096", "2+500000+500000", "500000", "2000000", "10"];
        Assert.Equal(expected.Order(StringComparer.Ordinal), together.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Who_gives_up_while_waiting_is_not_sent_and_disturbs_nobody()
    {
        using var cancellation = new CancellationTokenSource();
        var (held, first) = HoldTwo();
        var (a, b) = (PublishAsync("a"), _publisher.PublishAsync(StreamName.Default, new([new("b")]), cancellation.Token));
        var c = PublishAsync("c");

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => b.Within("the end of who gave up"));
        held.SetResult();
        await Task.WhenAll(first, a, c).Within("the end of the others");
        Assert.Equal("a,c", string.Join(',', Texts(Stream.Together[2])));
        await Condition.UntilAsync(() => _publisher.Lanes.PendingBytes == 0, "the end of what was pending");
    }

    [Fact]
    public async Task Who_gives_up_makes_room_only_when_the_lane_has_let_go()
    {
        using var cancellation = new CancellationTokenSource();
        var (held, first) = HoldTwo();
        var publishing = _publisher.PublishAsync(StreamName.Default, new([new(new string('.', 1000))]), cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => publishing);

        Assert.True(_publisher.Lanes.PendingBytes > 1000, "The lane still has the publish.");

        held.SetResult();
        await first.Within("the end of the first publishes");
        await Condition.UntilAsync(() => _publisher.Lanes.PendingBytes == 0, "the end of what was pending");
    }

    [Fact]
    public async Task Publishes_of_a_call_whose_answer_is_lost_are_made_again_each_under_its_key()
    {
        var (held, first) = HoldTwo();
        var publishes = Enumerable.Range(1, 10).Select(n => PublishUnderKeyAsync($"{n}")).ToArray();
        var calls = 0;
        Stream.After = _ => ++calls == 1 ? throw new TimeoutException("No answer.") : Task.CompletedTask;

        held.SetResult();
        await EndAsync(Task.WhenAll([first, .. publishes]));

        Assert.Equal(12, Stream.Head.Sequence);
        Assert.True(Stream.Requests.Count > 12, "No publish was made again.");
        Assert.Equal(12, Stream.Requests.Select(request => request.IdempotencyKey).Distinct().Count());
        Assert.Equal(Enumerable.Range(3, 10).Select(n => (long)n), publishes.Select(publish => publish.Result.First.Sequence));
        foreach (var attempts in Stream.Requests.GroupBy(request => request.IdempotencyKey))
        {
            Assert.Equal(TimeSpan.Zero, attempts.First().KeyAge);
            Assert.All(attempts.Skip(1), attempt => Assert.True(attempt.KeyAge > TimeSpan.Zero, "A retry must not say that its key is new."));
        }
    }

    [Fact]
    public async Task A_key_that_has_waited_is_new_until_it_is_sent()
    {
        var (held, first) = HoldTwo();
        var publishing = PublishAsync("a");
        _time.Advance(_options.FirstAttemptTimeout / 2);

        held.SetResult();

        await Task.WhenAll(first, publishing).Within("the end of the publishes");
        Assert.Equal(TimeSpan.Zero, Stream.Requests[2].KeyAge);
    }

    [Fact]
    public async Task A_key_that_was_in_use_grows_older_while_it_waits()
    {
        var (held, first) = HoldTwo();
        var publishing = _publisher.PublishAsync(StreamName.Default, new([new("a")], "mine", KeyAge: TimeSpan.FromMinutes(1)));
        _time.Advance(_options.FirstAttemptTimeout / 2);

        held.SetResult();

        await Task.WhenAll(first, publishing).Within("the end of the publishes");
        Assert.Equal(TimeSpan.FromMinutes(1) + (_options.FirstAttemptTimeout / 2), Stream.Requests[2].KeyAge);
    }

    [Fact]
    public async Task What_cannot_be_sent_in_time_was_not_stored()
    {
        (_options.Deadline, _options.FirstAttemptTimeout, _options.AttemptTimeout) = (TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        var (_, first) = HoldTwo();
        var publishing = PublishAsync("a");

        await Condition.UntilAsync(() => publishing.IsCompleted && first.IsCompleted, "the end of the publishes", () => _time.Advance(TimeSpan.FromMilliseconds(50)));

        await Assert.ThrowsAsync<StreamUnavailableException>(() => publishing);
        await Assert.ThrowsAsync<OutcomeUnknownException>(() => first);
        Assert.Equal(["first", "second"], Texts([.. Stream.Requests]));
    }

    [Fact]
    public async Task Lanes_are_forgotten_when_they_are_idle_and_many()
    {
        for (var n = 0; n < 1000; n++) await _publisher.PublishAsync(StreamName.Parse($"stream.{n}"), new([new("a")]));

        Assert.InRange(_publisher.Lanes.Count, 1, 400);
        Assert.Equal(0, _publisher.Lanes.PendingBytes);
    }

    [Fact]
    public async Task A_lane_that_was_idle_for_a_while_is_forgotten_and_one_that_was_not_is_kept()
    {
        await PublishAsync("a").Within("the end of the publish");
        await _publisher.PublishAsync(StreamName.Parse("other"), new([new("a")]));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, _publisher.Lanes.Count);

        await PublishAsync("b").Within("the end of the publish");
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, _publisher.Lanes.Count);

        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, _publisher.Lanes.Count);
    }

    [Fact]
    public async Task A_lane_that_is_in_use_is_not_forgotten()
    {
        var (held, first) = HoldTwo();
        for (var n = 0; n < 400; n++) await _publisher.PublishAsync(StreamName.Parse($"stream.{n}"), new([new("a")]));

        var publishing = PublishAsync("a");

        Assert.Equal(2, Stream.Calls);
        held.SetResult();
        await Task.WhenAll(first, publishing).Within("the end of the publishes");
    }

    [Fact]
    public async Task What_flows_with_one_publisher_does_not_flow_with_others_nor_do_they_run_on_its_scheduler()
    {
        var seen = new List<(string? Flowing, bool IsOnScheduler)>();
        var scheduler = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
        var held = new TaskCompletionSource();
        Stream.Before = _ =>
        {
            lock (seen) seen.Add((Flowing.Value, TaskScheduler.Current == scheduler));
            return held.Task;
        };
        var publishes = Task.Factory.StartNew(
            () =>
            {
                Flowing.Value = "first";
                return Task.WhenAll(PublishAsync("a"), PublishAsync("b"), PublishAsync("c"));
            },
            default, TaskCreationOptions.None, scheduler).Unwrap();
        await Condition.UntilAsync(() => Stream.Calls == 2, "the first calls");

        held.SetResult();

        await publishes.Within("the end of the publishes");
        Assert.Equal((null, false), seen[2]);
    }

    private static string Texts(PublishRequest request) => string.Join(',', request.Events.Select(data => data.Text));

    private static IEnumerable<string> Texts(PublishRequest[] requests) => requests.Select(Texts);

    // Two calls that are under way until the first is released, so that all else has to wait.
    private (TaskCompletionSource Held, Task First) HoldTwo()
    {
        var held = Stream.Hold();
        return (held, Task.WhenAll(PublishAsync("first"), PublishAsync("second")));
    }

    private Task<PublishResult> PublishAsync(params EventData[] events) => _publisher.PublishAsync(StreamName.Default, new(events));

    private Task<PublishResult> PublishAsync(string text) => PublishAsync(new EventData(text));

    // It joins no other.
    private Task<PublishResult> PublishUnderKeyAsync(string text) =>
        _publisher.PublishAsync(StreamName.Default, new([new(text)], $"key of {text}", KeyAge: TimeSpan.Zero));

    private Task EndAsync(Task task) => Condition.UntilAsync(() => task.IsCompleted, "the end of the publishes", () => _time.Advance(TimeSpan.FromMilliseconds(50)));
}
