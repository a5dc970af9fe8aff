namespace OrleansSse.Grains.History;

/// <summary>Appends events, unless their key is known or the stream's last event is not the expected one.</summary>
internal sealed class PublishChange(PublishRequest request, KeyIndex keys) : StreamChange<PublishResult?>
{
    private readonly ulong _contentHash = request.IdempotencyKey is null ? 0 : ContentHash.Of(request.Events);

    /// <summary>Null when the key was used before with other events.</summary>
    protected override PublishResult? Make(HistoryDraft draft)
    {
        var epoch = draft.Last.Epoch;
        if (request.IdempotencyKey is { } key && keys.Find(epoch, key) is { } known)
        {
            return known.ContentHash == _contentHash
                ? new(PublishOutcome.Repeated, new(epoch, known.First), new(epoch, known.Last))
                : null;
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
