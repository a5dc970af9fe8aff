namespace OrleansSse.Grains.History;

/// <summary>Appends events, unless their key is known or the stream's last event is not the expected one.</summary>
/// <param name="request">What to append.</param>
/// <param name="keys">The keys that are known.</param>
/// <param name="triedSince">When a publish that is tried again was first tried, in Unix milliseconds.</param>
internal sealed class PublishChange(PublishRequest request, KeyIndex keys, long? triedSince = null) : StreamChange<PublishResult>
{
    private readonly ulong _contentHash = request.IdempotencyKey is null ? 0 : ContentHash.Of(request.Events);

    /// <summary>Makes the change; what is found there is for someone else to acknowledge.</summary>
    public PublishReport Report(HistoryDraft draft)
    {
        var (result, refusal) = Made(draft);
        return new(refusal is null ? result : null, refusal);
    }

    protected override PublishResult Make(HistoryDraft draft)
    {
        var epoch = draft.Last.Epoch;
        if (request.IdempotencyKey is { } key && keys.Find(epoch, key) is { } known)
        {
            return known.ContentHash == _contentHash
                ? new(PublishOutcome.Repeated, new(epoch, known.First), new(epoch, known.Last))
                : Refuse(new PublishRefusedException(
                    ErrorCodes.IdempotencyKeyReused, "This idempotency key was used with other events; choose a new key for new events."));
        }

        if (triedSince is { } since && !draft.ReachesBackTo(since))
        {
            return Refuse(new OutcomeUnknownException(
                "History no longer reaches back to when this publish was first tried, so whether it landed then is not known; keep more history."));
        }

        // "No events yet" is the same place whether a stream never had one or begins anew.
        var expected = request.ExpectedLast;
        if (expected is { } last && last != draft.Last && !(last.IsOrigin && draft.Last.Sequence == 0))
        {
            return new(PublishOutcome.UnexpectedLast, draft.Last, draft.Last);
        }

        var first = draft.Append(request.Events);
        if (request.IdempotencyKey is { } newKey)
        {
            var publish = new KeyedPublish(newKey, first, request.Events.Length, _contentHash);
            draft.Remember(publish);
            keys.Add(draft.Last.Epoch, publish);
        }

        return new(PublishOutcome.Appended, draft.Last with { Sequence = first }, draft.Last);
    }
}
