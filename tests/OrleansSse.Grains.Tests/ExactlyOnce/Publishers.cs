using OrleansSse.Client.Publishing;
using OrleansSse.Grains.Tests.Model;

namespace OrleansSse.Grains.Tests.ExactlyOnce;

/// <summary>Publishers to one stream that try until they know what became of what they publish, and what they were told.</summary>
internal sealed class Publishers(StreamPublisher publisher, int seed)
{
    private const int Count = 6;
    private const int PublishesEach = 6;
    private const int MaxRetries = 500;

    private readonly PublishLedger _ledger = new();

    /// <summary>Publishes; completes when all is settled.</summary>
    public Task RunAsync() => Task.WhenAll(Enumerable.Range(0, Count).Select(number => PublishAsync(number, new Random(seed + number))));

    /// <summary>Compares what they were told with all that is in the stream.</summary>
    public void Check(StreamEvent[] events) => _ledger.Check(events);

    private async Task PublishAsync(int number, Random random)
    {
        for (var n = 1; n <= PublishesEach; n++)
        {
            var name = $"{number}-{n}";
            var events = Events.Of([.. Enumerable.Range(1, random.Pick(1, 1, 3)).Select(i => $"{name}-{i}")]);
            switch (random.Next(6))
            {
                case 0:
                    await SettleAsync(new(events, name));
                    // Again, as one who has forgotten.
                    await SettleAsync(new(events, name));
                    break;
                case 1:
                    await SettleAsync(new(events, name));
                    await RefusedAsync(new(Events.Of($"{name} other"), name));
                    break;
                case 2:
                    await SettleAsync(new(events, name, random.Pick(_ledger.Last, StreamPosition.Origin)));
                    break;
                case 3 or 4:
                    // These may be sent as one with those of others.
                    await SettleAsync(new(events));
                    break;
                default:
                    await SettleAsync(new(events, ExpectedLast: random.Pick(_ledger.Last, StreamPosition.Origin)));
                    break;
            }
        }
    }

    // Tries until it is known what became of it, under a key of its own; without one, once.
    private async Task SettleAsync(PublishRequest request)
    {
        for (var tries = 0; tries < MaxRetries; tries++)
        {
            try
            {
                var result = await publisher.PublishAsync(StreamName.Default, request);
                if (result.Outcome == PublishOutcome.UnexpectedLast) _ledger.NotStored(request.Events);
                else _ledger.Stored(request.Events, result);
                return;
            }
            catch (OutcomeUnknownException)
            {
                _ledger.Unknown(request.Events);
                if (request.IdempotencyKey is null) return;
            }
            catch (EventStreamException error) when (error is StreamUnavailableException or StreamOverloadedException)
            {
                if (request.IdempotencyKey is not null) continue;
                _ledger.NotStored(request.Events);
                return;
            }
        }

        Assert.Fail($"{request.IdempotencyKey} is not settled in {MaxRetries} tries.");
    }

    private async Task RefusedAsync(PublishRequest request)
    {
        try
        {
            await publisher.PublishAsync(StreamName.Default, request);
            Assert.Fail($"{request.IdempotencyKey} was to be refused.");
        }
        catch (EventStreamException)
        {
            // Whichever it is: it is never stored.
            _ledger.NotStored(request.Events);
        }
    }
}
