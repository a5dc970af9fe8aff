using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using OrleansSse.Client.Publishing;
using OrleansSse.Client.Tests.Fakes;

namespace OrleansSse.Client.Tests.Publishing;

public sealed class PublishJoinTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeGrains _grains = FakeGrains.Create();
    private readonly StreamPublisherOptions _options = new();
    private readonly StreamPublisher _publisher;

    public PublishJoinTests() => _publisher = new(_grains.Factory, Options.Create(_options), _time, NullLogger<StreamPublisher>.Instance);

    private FakeStream Stream => _grains[StreamName.Default];

    public void Dispose() => _publisher.Dispose();

    [Fact]
    public async Task Publishes_that_wait_are_made_as_one_and_each_is_told_its_own_ids()
    {
        var (held, first) = HoldTwo();
        Task<PublishResult>[] publishes = [PublishAsync("a"), PublishAsync("b", "c", "d"), PublishAsync("e", "f")];

        held.SetResult();
        await first.Within("the end of the first publishes");
        var results = await Task.WhenAll(publishes).Within("the end of the publishes");

        Assert.Equal("a,b,c,d,e,f", Texts(Assert.Single(Stream.Together[2])));
        Assert.Equal([(3, 3), (4, 6), (7, 8)], results.Select(result => (result.First.Sequence, result.Last.Sequence)));
        Assert.All(results, result => Assert.Equal((PublishOutcome.Appended, Stream.Head.Epoch), (result.Outcome, result.First.Epoch)));
        Assert.Equal(0, _publisher.Lanes.PendingBytes);
    }

    [Fact]
    public async Task Who_has_a_condition_is_alone_and_the_order_is_kept()
    {
        var (held, first) = HoldTwo();
        Task[] publishes =
        [
            PublishAsync("a"),
            PublishAsync("b"),
            _publisher.PublishAsync(StreamName.Default, new([new("c")], "mine")),
            PublishAsync("d"),
            PublishAsync("e"),
            _publisher.PublishAsync(StreamName.Default, new([new("f")], ExpectedLast: StreamPosition.Origin)),
            PublishAsync("g"),
        ];

        held.SetResult();
        await Task.WhenAll([first, .. publishes]).Within("the end of the publishes");

        Assert.Equal(["a,b", "c", "d,e", "f", "g"], Stream.Together[2].Select(Texts));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Who_gives_up_while_waiting_is_not_sent_and_the_others_are_told_their_own_ids(int who)
    {
        using var cancellation = new CancellationTokenSource();
        var (held, first) = HoldTwo();
        var publishes = Enumerable.Range(0, 3)
            .Select(n => _publisher.PublishAsync(StreamName.Default, new([new($"{n}"), new($"{n}")]), n == who ? cancellation.Token : default))
            .ToArray();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => publishes[who].Within("the end of who gave up"));
        held.SetResult();
        await first.Within("the end of the first publishes");
        var others = await Task.WhenAll(publishes.Where((_, n) => n != who)).Within("the end of the others");
        Assert.Equal([(3, 4), (5, 6)], others.Select(result => (result.First.Sequence, result.Last.Sequence)));
        Assert.DoesNotContain(Stream.Requests, request => request.Events.Any(data => data.Text == $"{who}"));
        await Condition.UntilAsync(() => _publisher.Lanes.PendingBytes == 0, "the end of what was pending");
    }

    [Fact]
    public async Task When_all_give_up_nothing_is_sent()
    {
        using var cancellation = new CancellationTokenSource();
        var (held, first) = HoldTwo();
        var publishes = Enumerable.Range(0, 3).Select(n => _publisher.PublishAsync(StreamName.Default, new([new($"{n}")]), cancellation.Token)).ToArray();

        await cancellation.CancelAsync();
        held.SetResult();

        await first.Within("the end of the first publishes");
        foreach (var publish in publishes) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => publish);
        await Condition.UntilAsync(() => _publisher.Lanes.PendingBytes == 0, "the end of what was pending");
        Assert.Equal(2, Stream.Requests.Count);
    }

    [Fact]
    public async Task Publishers_that_share_a_process_do_not_join_one_another()
    {
        var (held, first) = HoldTwo();
        Task[] publishes = [PublishForAsync("one", "a"), PublishForAsync("one", "b"), PublishForAsync("other", "c"), PublishForAsync("one", "d")];

        held.SetResult();
        await Task.WhenAll([first, .. publishes]).Within("the end of the publishes");

        Assert.Equal(["a,b", "c", "d"], Stream.Together[2].Select(Texts));
    }

    [Fact]
    public async Task What_is_large_already_is_joined_no_more()
    {
        var (held, first) = HoldTwo();
        int[] events = [250, 6, 1];
        int[] bytes = [60_000, 60_000, 60_000];
        Task[] publishes =
        [
            .. events.Select(count => PublishAsync([.. Enumerable.Repeat(".", count)])),
            .. bytes.Select(count => PublishAsync(new string('.', count))),
        ];

        held.SetResult();
        await Task.WhenAll([first, .. publishes]).Within("the end of the publishes");

        Assert.Equal([256, 3, 1], Stream.Together.Skip(2).SelectMany(requests => requests).Select(request => request.Events.Length));
    }

    [Fact]
    public async Task When_the_answer_is_lost_all_are_made_again_as_they_were_and_append_once()
    {
        var (held, first) = HoldTwo();
        var publishes = Enumerable.Range(1, 10).Select(n => PublishAsync($"{n}")).ToArray();
        Stream.After = _ => Stream.Together.Count == 3 ? throw new TimeoutException("No answer.") : Task.CompletedTask;

        held.SetResult();
        await EndAsync(Task.WhenAll([first, .. publishes]));

        Assert.Equal(12, Stream.Head.Sequence);
        Assert.Equal(Enumerable.Range(3, 10).Select(n => (long)n), publishes.Select(publish => publish.Result.First.Sequence));
        Assert.All(publishes, publish => Assert.Equal(PublishOutcome.Appended, publish.Result.Outcome));
        var (made, again) = (Assert.Single(Stream.Together[2]), Assert.Single(Stream.Together[3]));
        Assert.Equal(made.IdempotencyKey, again.IdempotencyKey);
        Assert.Equal(Texts(made), Texts(again));
        Assert.True(again.KeyAge > TimeSpan.Zero, "A retry must not say that its key is new.");
    }

    [Fact]
    public void What_may_have_been_sent_is_not_joined()
    {
        var publish = new PendingPublish(new([new("a")], "key"), "publisher", mayBeJoined: true, started: 0, CancellationToken.None);
        publish.Begin();
        Assert.True(publish.MayBeJoined);

        publish.Begin();

        Assert.False(publish.MayBeJoined);
    }

    [Fact]
    public async Task What_is_refused_is_refused_alone_and_the_others_are_stored_in_their_order()
    {
        Stream.Refuse = request => request.Events.Any(data => data.Text == "c") ? new PublishRefusedException(ErrorCodes.EventTooLarge, "Too large.") : null;
        var (held, first) = HoldTwo();
        string[] texts = ["a", "b", "c", "d", "e"];
        var publishes = texts.Select(text => PublishAsync(text)).ToArray();

        held.SetResult();

        await first.Within("the end of the first publishes");
        var refused = await Assert.ThrowsAsync<PublishRefusedException>(() => publishes[2].Within("the refusal"));
        Assert.Equal(ErrorCodes.EventTooLarge, refused.Code);
        var others = await Task.WhenAll(publishes.Where((_, n) => n != 2)).Within("the end of the others");
        Assert.Equal([3, 4, 5, 6], others.Select(result => result.Last.Sequence));
        Assert.Equal(0, _publisher.Lanes.PendingBytes);
    }

    [Fact]
    public async Task An_overload_is_that_of_all()
    {
        var (held, first) = HoldTwo();
        var publishes = Enumerable.Range(1, 3).Select(n => PublishAsync($"{n}")).ToArray();
        Stream.Before = static _ => throw new StreamOverloadedException("Full.", TimeSpan.FromSeconds(1));

        held.SetResult();

        await first.Within("the end of the first publishes");
        foreach (var publish in publishes) await Assert.ThrowsAsync<StreamOverloadedException>(() => publish.Within("the refusal"));
        Assert.Equal(3, Stream.Calls);
    }

    [Fact]
    public async Task What_is_not_answered_until_the_deadline_is_unknown_to_all()
    {
        var (held, first) = HoldTwo();
        var publishes = Enumerable.Range(1, 3).Select(n => PublishAsync($"{n}")).ToArray();
        Stream.After = _ => Stream.Together.Count > 2 ? throw new TimeoutException("No answer.") : Task.CompletedTask;

        held.SetResult();
        await EndAsync(Task.WhenAll([first, .. publishes]));

        foreach (var publish in publishes) await Assert.ThrowsAsync<OutcomeUnknownException>(() => publish);
        Assert.Equal(5, Stream.Head.Sequence);
        Assert.Equal(0, _publisher.Lanes.PendingBytes);
    }

    [Fact]
    public async Task Who_joins_counts_as_pending()
    {
        _options.MaxPendingBytes = 10_000;
        var (held, first) = HoldTwo();
        var flood = Enumerable.Range(1, 20).Select(_ => PublishAsync(new string('.', 1000))).ToArray();

        var refused = flood.Where(publish => publish.IsFaulted).ToArray();

        Assert.InRange(refused.Length, 13, 15);
        Assert.InRange(_publisher.Lanes.PendingBytes, 10_000, 12_000);
        Assert.All(refused, publish => Assert.IsType<StreamOverloadedException>(publish.Exception!.InnerException));
        held.SetResult();
        await Task.WhenAll([first, .. flood.Except(refused)]).Within("the end of what was let in");
        Assert.Equal(0, _publisher.Lanes.PendingBytes);
    }

    private static string Texts(PublishRequest request) => string.Join(',', request.Events.Select(data => data.Text));

    // Two calls that are under way until the first is released, so that all else has to wait.
    private (TaskCompletionSource Held, Task First) HoldTwo()
    {
        var held = Stream.Hold();
        return (held, Task.WhenAll(PublishAsync("first"), PublishAsync("second")));
    }

    private Task<PublishResult> PublishAsync(params string[] texts) => PublishForAsync(null, texts);

    private Task<PublishResult> PublishForAsync(string? publisher, params string[] texts) =>
        _publisher.PublishAsync(StreamName.Default, new([.. texts.Select(text => new EventData(text))]), publisher);

    private Task EndAsync(Task task) => Condition.UntilAsync(() => task.IsCompleted, "the end of the publishes", () => _time.Advance(TimeSpan.FromMilliseconds(50)));
}
