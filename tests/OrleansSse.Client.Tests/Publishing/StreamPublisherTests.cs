using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Orleans.Serialization;
using OrleansSse.Client.Publishing;
using OrleansSse.Client.Tests.Fakes;

namespace OrleansSse.Client.Tests.Publishing;

public sealed class StreamPublisherTests
{
    private static readonly PublishRequest Hello = new([new("hello")]);

    private readonly FakeTimeProvider _time = new();
    private readonly FakeGrains _grains = FakeGrains.Create();
    private readonly StreamPublisherOptions _options = new();

    private FakeStream Stream => _grains[StreamName.Default];

    [Fact]
    public async Task A_publish_that_is_answered_is_made_once_under_a_key_that_is_new()
    {
        var result = await PublishAsync(Hello);

        var request = Assert.Single(Stream.Requests);
        Assert.Equal((22, TimeSpan.Zero), (request.IdempotencyKey!.Length, request.KeyAge));
        Assert.Equal(new(PublishOutcome.Appended, Stream.Head, Stream.Head), result);
        await PublishAsync(Hello);
        Assert.NotEqual(request.IdempotencyKey, Stream.Requests[1].IdempotencyKey);
    }

    [Fact]
    public async Task A_publish_whose_answer_is_lost_is_made_again_under_its_key_and_appends_once()
    {
        LoseAnswers(2, () => new TimeoutException("No answer."));

        var result = await PublishAsync(Hello);

        Assert.Equal(new(PublishOutcome.Appended, Stream.Head, Stream.Head), result);
        Assert.Equal(1, Stream.Head.Sequence);
        Assert.Equal(3, Stream.Requests.Count);
        Assert.Single(Stream.Requests.Select(request => request.IdempotencyKey).Distinct());
        Assert.Equal(Stream.Requests.Select(request => request.KeyAge).Order(), Stream.Requests.Select(request => request.KeyAge));
        Assert.True(Stream.Requests[1].KeyAge > TimeSpan.Zero, "A retry must not say that its key is new.");
    }

    [Fact]
    public async Task An_answer_that_the_silo_cannot_send_is_a_lost_answer()
    {
        LoseAnswers(1, static () => new CodecNotFoundException("Could not find a codec for an exception of the storage's library."));

        var result = await PublishAsync(Hello);

        Assert.Equal(new(PublishOutcome.Appended, Stream.Head, Stream.Head), result);
        Assert.Equal((1, 2), (Stream.Head.Sequence, Stream.Requests.Count));
    }

    [Fact]
    public async Task An_attempt_that_hangs_is_given_up_for_another()
    {
        var held = new TaskCompletionSource();
        var calls = 0;
        Stream.Before = _ => ++calls == 1 ? held.Task : Task.CompletedTask;

        var result = await PublishAsync(Hello);
        held.SetResult();

        Assert.Equal(PublishOutcome.Appended, result.Outcome);
        Assert.Equal(1, Stream.Head.Sequence);
    }

    [Fact]
    public async Task A_key_of_the_publisher_is_kept_and_its_repetition_is_told()
    {
        var keyed = Hello with { IdempotencyKey = "mine" };
        var first = await PublishAsync(keyed);
        var again = await PublishAsync(keyed);

        Assert.Equal(first with { Outcome = PublishOutcome.Repeated }, again);
        Assert.Equal([keyed, keyed], Stream.Requests.Select(request => request with { Publisher = 0 }));
    }

    [Fact]
    public async Task When_nobody_answers_until_the_deadline_the_outcome_is_unknown()
    {
        LoseAnswers(int.MaxValue, () => new SiloUnavailableException("Gone."));
        var started = _time.GetUtcNow();

        await Assert.ThrowsAsync<OutcomeUnknownException>(() => PublishAsync(Hello));

        Assert.True(_time.GetUtcNow() - started >= _options.Deadline, "It gave up before the deadline.");
        Assert.Equal(1, Stream.Head.Sequence);
    }

    [Fact]
    public async Task A_stream_that_was_never_reached_is_unavailable_and_nothing_is_unknown()
    {
        Stream.Before = static _ => throw new StreamUnavailableException("Its storage cannot be read.");

        await Assert.ThrowsAsync<StreamUnavailableException>(() => PublishAsync(Hello));

        Assert.True(Stream.Calls > 1, "It is to be tried until the deadline.");
    }

    [Fact]
    public async Task A_stream_that_cannot_be_reached_after_an_answer_was_lost_leaves_the_outcome_unknown()
    {
        Stream.After = _ =>
        {
            Stream.Before = static _ => throw new StreamUnavailableException("Its storage cannot be read.");
            throw new TimeoutException("No answer.");
        };

        await Assert.ThrowsAsync<OutcomeUnknownException>(() => PublishAsync(Hello));
    }

    [Fact]
    public async Task What_is_refused_is_not_tried_again()
    {
        Stream.Before = static _ => throw new PublishRefusedException(ErrorCodes.EventTooLarge, "Too large.");

        await Assert.ThrowsAsync<PublishRefusedException>(() => PublishAsync(Hello));

        Assert.Equal(1, Stream.Calls);
    }

    [Fact]
    public async Task An_overload_is_the_publishers_to_heed()
    {
        Stream.Before = static _ => throw new StreamOverloadedException("Full.", TimeSpan.FromSeconds(1));

        await Assert.ThrowsAsync<StreamOverloadedException>(() => PublishAsync(Hello));

        Assert.Equal(1, Stream.Calls);
    }

    [Fact]
    public async Task An_overload_after_a_lost_answer_does_not_hide_that_the_events_may_have_landed()
    {
        LoseAnswers(1, () =>
        {
            var overloads = 3;
            Stream.Before = _ => overloads-- > 0 ? throw new StreamOverloadedException("Full.", TimeSpan.FromSeconds(1)) : Task.CompletedTask;
            return new TimeoutException("No answer.");
        });

        var result = await PublishAsync(Hello);

        Assert.Equal(new(PublishOutcome.Appended, Stream.Head, Stream.Head), result);
        Assert.Equal(5, Stream.Calls);
    }

    [Fact]
    public async Task Who_gives_up_waits_no_longer()
    {
        using var cancellation = new CancellationTokenSource();
        var held = new TaskCompletionSource();
        Stream.Before = _ => held.Task;
        var publishing = Publisher().PublishAsync(StreamName.Default, Hello, cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => publishing);
        held.SetResult();
    }

    private StreamPublisher Publisher() => new(_grains.Factory, Options.Create(_options), _time, NullLogger<StreamPublisher>.Instance);

    private async Task<PublishResult> PublishAsync(PublishRequest request)
    {
        var publishing = Publisher().PublishAsync(StreamName.Default, request);
        await Condition.UntilAsync(() => publishing.IsCompleted, "the end of the publish", () => _time.Advance(TimeSpan.FromMilliseconds(50)));
        return await publishing;
    }

    private void LoseAnswers(int count, Func<Exception> make) =>
        Stream.After = _ => count-- > 0 ? throw make() : Task.CompletedTask;
}
