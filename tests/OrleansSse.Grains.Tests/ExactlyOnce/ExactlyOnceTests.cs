using FsCheck;
using FsCheck.Xunit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using OrleansSse.Client.Publishing;
using OrleansSse.Grains.Tests.Cluster;

namespace OrleansSse.Grains.Tests.ExactlyOnce;

/// <summary>
/// The client library over real history, while calls, answers, silos and storage get lost. FsCheck makes the lists of faults, prints the seed of a run that fails, and
/// shortens its list.
/// </summary>
public sealed class ExactlyOnceTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Property(MaxTest = 60)]
    public async Task What_was_acknowledged_is_stored_once_and_what_was_refused_is_not(CallFault[] faults, PositiveInt seed)
    {
        var stream = new FaultyStream(_time, faults);
        var publishers = new Publishers(Publisher(stream), seed.Get);

        await EndAsync(publishers.RunAsync());

        publishers.Check(await stream.ReadAllAsync());
    }

    [Theory]
    [InlineData(CallFault.AnswerLost)]
    [InlineData(CallFault.AnswerLostInSilence)]
    [InlineData(CallFault.SiloLostMeanwhile)]
    [InlineData(CallFault.StorageFailsAfterStoring)]
    public async Task A_publish_after_an_unknown_outcome_returns_the_ids_first_given(CallFault fault)
    {
        var stream = new FaultyStream(_time, [fault]);
        // It makes one attempt only, so its publisher has to retry.
        var publisher = Publisher(stream, deadline: TimeSpan.Zero);
        var request = Events.Keyed("mine", "a", "b");
        var unknown = publisher.PublishAsync(StreamName.Default, request);
        await EndAsync(unknown.ContinueWith(static _ => { }, TaskScheduler.Default));
        await Assert.ThrowsAsync<OutcomeUnknownException>(() => unknown);

        var again = await publisher.PublishAsync(StreamName.Default, request).Within("The retry does not end.");

        Assert.Equal((PublishOutcome.Repeated, 1, 2), (again.Outcome, again.First.Sequence, again.Last.Sequence));
        Assert.Equal(again, await publisher.PublishAsync(StreamName.Default, request).Within("The second retry does not end."));
        Assert.Equal(["a", "b"], (await stream.ReadAllAsync()).Texts());
    }

    [Fact]
    public async Task Publishes_ride_together()
    {
        var stream = new FaultyStream(_time, [CallFault.LostInSilence, CallFault.AnswerLostInSilence]);
        var publisher = Publisher(stream, deadline: TimeSpan.FromMinutes(5));

        await EndAsync(Task.WhenAll(Enumerable.Range(1, 20).Select(n => publisher.PublishAsync(
            StreamName.Default, n % 5 == 0 ? Events.Keyed($"key {n}", $"{n}") : Events.Publish($"{n}")))));

        Assert.True(stream.MostTogether > 1 && stream.MostAsOne > 1, "What these tests show of single publishes, they do not show of many.");
        Assert.Equal(20, (await stream.ReadAllAsync()).Length);
    }

    private StreamPublisher Publisher(FaultyStream stream, TimeSpan? deadline = null) => new(
        OneStream.Of(stream),
        new OptionsWrapper<StreamPublisherOptions>(new()
        {
            Deadline = deadline ?? TimeSpan.FromSeconds(1),
            FirstAttemptTimeout = TimeSpan.FromMilliseconds(200),
            AttemptTimeout = TimeSpan.FromMilliseconds(400),
        }),
        _time,
        NullLogger<StreamPublisher>.Instance);

    private async Task EndAsync(Task publishing)
    {
        // Time passes only as fast as calls that are answered can be.
        while (!publishing.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(20));
            await Task.WhenAny(publishing, Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, TestContext.Current.CancellationToken));
        }

        await publishing;
    }
}
