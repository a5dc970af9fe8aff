using OrleansSse.Client.Tests.Fakes;

namespace OrleansSse.Client.Tests.Subscriptions;

/// <summary>Does at random what goes wrong between a stream and its subscribers.</summary>
internal sealed class RandomFaults
{
    private const int MaxHeld = 12;

    private readonly Following _following;
    private readonly Random _random;
    private readonly List<(IStreamObserver Observer, EventPush Push)> _held = [];
    private readonly List<Task> _pushes = [];

    public RandomFaults(Following following, int seed)
    {
        (_following, _random) = (following, new(seed));
        Stream.Pushes = (observer, push) => _held.Add((observer, push));
        Stream.Before = _ => FailSometimesAsync(0.15);
        Stream.After = _ => FailSometimesAsync(0.1);
        Stream.PageSize = 7;
        following.Subscriber.Before = () =>
        {
            if (Chance(0.02)) throw new InvalidOperationException("The subscriber is at fault.");
        };
    }

    private FakeStream Stream => _following.Stream;

    /// <summary>One thing at random.</summary>
    public void Next()
    {
        switch (Below(100))
        {
            case < 35: Append(1 + Below(5)); break;
            case < 75: Deliver(); break;
            case < 80: Lose(); break;
            case < 82: Stream.Trim(keep: Below(10)); break;
            case < 83: _ = Stream.IsCompleted || Chance(0.5) ? Stream.Delete() : Stream.Complete(); break;
            case < 84: LoseSilo(); break;
            case < 86: Stream.DropLeases(); break;
            case < 88: Stream.RevokeLeases(); break;
            case < 92: _pushes.Add(_following.Subscription.RefreshAsync()); break;
            default: _following.Time.Advance(TimeSpan.FromMilliseconds(Below(3000))); break;
        }

        if (_held.Count > MaxHeld) Lose();
    }

    /// <summary>Ends all faults; the subscriber must be at the head after at most one renewal, and nothing be left waiting.</summary>
    public async Task EndAsync()
    {
        Stream.Before = Stream.After = static _ => Task.CompletedTask;
        Stream.Pushes = static (observer, push) => _ = observer.Push(push);
        _following.Subscriber.Before = static () => { };

        // One interval with its jitter, a tick of the clock, and the longest pause that was already under way.
        var left = Following.Settings.RenewalInterval * 1.2 + TimeSpan.FromSeconds(15);
        var all = Task.WhenAll(_pushes);
        await Condition.UntilAsync(
            () => _following.Subscriber.Position == Stream.Head && _following.Subscriber.IsCompleted == Stream.IsCompleted && Stream.Leases.Count == 1 && all.IsCompleted,
            $"the head {Stream.Head}, its end if it has one, and a lease after one renewal",
            () =>
            {
                if (left <= TimeSpan.Zero) return;
                left -= TimeSpan.FromMilliseconds(500);
                _following.Time.Advance(TimeSpan.FromMilliseconds(500));
            });
        await all;
    }

    // A completion that is under way may come first.
    private void Append(int count)
    {
        try
        {
            Stream.Append(count);
        }
        catch (PublishRefusedException refused) when (refused.Code == ErrorCodes.StreamCompleted)
        {
        }
    }

    // Any of them, so in any order; some are kept, and so come again.
    private void Deliver()
    {
        if (_held.Count == 0) return;
        var index = Chance(0.7) ? 0 : Below(_held.Count);
        var (observer, push) = _held[index];
        if (Chance(0.7)) _held.RemoveAt(index);
        _pushes.Add(observer.Push(push));
    }

    private void Lose()
    {
        if (_held.Count > 0) _held.RemoveAt(Below(_held.Count));
    }

    // What a silo has not sent is lost with it.
    private void LoseSilo()
    {
        _held.Clear();
        Stream.LoseMemory();
    }

    private async Task FailSometimesAsync(double probability)
    {
        if (Chance(0.5)) await Task.Yield();
        if (Chance(probability)) throw new StreamUnavailableException("No answer.");
    }

    private bool Chance(double probability)
    {
        lock (_random) return _random.NextDouble() < probability;
    }

    private int Below(int limit)
    {
        lock (_random) return _random.Next(limit);
    }
}
