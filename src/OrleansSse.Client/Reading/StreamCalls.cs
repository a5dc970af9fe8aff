using OrleansSse.Client.Subscriptions;

namespace OrleansSse.Client.Reading;

/// <summary>Calls streams, some of which cannot be reached for a while.</summary>
internal sealed class StreamCalls(StreamSubscriptionOptions attempts, TimeSpan deadline, TimeProvider time)
{
    /// <summary>Asks until there is an answer.</summary>
    /// <exception cref="StreamUnavailableException">There was none within the deadline.</exception>
    public async Task<T> AskAsync<T>(Func<Task<T>> ask, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        for (var pause = attempts.RetryDelay; ; pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, attempts.MaxRetryDelay.Ticks)))
        {
            try
            {
                return await ask().WaitAsync(attempts.AttemptTimeout, time, cancellation);
            }
            catch (Exception exception) when (Unanswered.Is(exception) || exception is StreamUnavailableException)
            {
                if (time.GetElapsedTime(started) >= deadline)
                {
                    throw exception as StreamUnavailableException
                        ?? new StreamUnavailableException("The stream could not be reached in time.", exception);
                }
            }

            // Half of it at random, so that not all who lost a silo come back at once.
            await Task.Delay(pause * (0.5 + (Random.Shared.NextDouble() / 2)), time, cancellation);
        }
    }

    /// <summary>Has something changed, once.</summary>
    /// <exception cref="OutcomeUnknownException">There was no answer.</exception>
    public async Task ChangeAsync(Func<Task> change, CancellationToken cancellation)
    {
        try
        {
            await change().WaitAsync(attempts.AttemptTimeout, time, cancellation);
        }
        catch (Exception exception) when (Unanswered.Is(exception))
        {
            throw new OutcomeUnknownException("The stream did not answer, and whether it made the change is not known.", exception);
        }
    }
}
