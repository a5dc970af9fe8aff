namespace OrleansSse.Client.Subscriptions;

internal sealed partial class StreamSubscription
{
    private async Task ReadToHeadAsync()
    {
        var delay = _owner.Options.RetryDelay;
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                if (await ReadPageAsync(believes: delay >= _owner.Options.MaxRetryDelay)) return;
                delay = _owner.Options.RetryDelay;
            }
            catch (Exception exception)
            {
                Log.FollowingFailed(_owner.Logger, Stream, exception);
                lock (_lock) _attach = true;
                await PauseAsync(delay);
                delay = TimeSpan.FromTicks(Math.Min(delay.Ticks * 2, _owner.Options.MaxRetryDelay.Ticks));
            }
        }

        lock (_lock) EndReading();
    }

    // True when the subscription is live again. A stream that knows less than it has told is at first not believed: it may be
    // an activation that has lost the stream to another and does not know yet. Only a storage that lost data goes on saying so.
    private async Task<bool> ReadPageAsync(bool believes)
    {
        bool attach;
        ReadRequest request;
        lock (_lock)
        {
            (attach, _attach, _again) = (_attach, false, false);
            // Until it has all of a snapshot, its position does not say what it lacks.
            request = new(_hasStarted && _start.Kind != StreamStartKind.Snapshot ? StreamStart.After(_position) : _start);
        }

        var page = await LimitedAsync(attach ? Grain.Attach(Id, _owner.Observer, request) : Grain.Read(request));
        lock (_lock)
        {
            if (_stopping.IsCancellationRequested) return false;
            if (!believes && KnowsLess(page)) throw new StreamUnavailableException($"The stream is at {page.Head}, but has told of {_position}.");
            Take(page);
            if (!page.IsLast || _again || _attach) return false;
            EndReading();
            return true;
        }
    }

    // The connection to a silo that is frozen or cut off stays open, and a call through it hangs.
    private Task<T> LimitedAsync<T>(Task<T> call) => call.WaitAsync(_owner.Options.AttemptTimeout, _owner.Time);

    private bool KnowsLess(HistoryPage page) =>
        _hasStarted && page.Head.Epoch == _position.Epoch && page.Head.Sequence < _position.Sequence;

    private void EndReading()
    {
        _reading?.TrySetResult();
        _reading = null;
    }

    private async Task PauseAsync(TimeSpan delay)
    {
        // Half of it at random, so that the subscriptions of a lost silo do not come back all at once.
        var jittered = delay * (0.5 + Random.Shared.NextDouble() / 2);
        await Task.Delay(jittered, _owner.Time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
