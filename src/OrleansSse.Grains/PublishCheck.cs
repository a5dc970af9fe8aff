using OrleansSse.Grains.Options;

namespace OrleansSse.Grains;

/// <summary>Refuses publishes that break a limit, before anything is done with them, and weighs the others.</summary>
internal static class PublishCheck
{
    // About what a waiting publish and each of its events take in memory besides data and types: without this,
    // any number of empty events could wait.
    private const int PublishBytes = 512;
    private const int EventBytes = 64;
    private static readonly TimeSpan MaxKeyAge = TimeSpan.FromDays(365);

    /// <summary>What a publish counts for against the bound of what may be pending.</summary>
    /// <exception cref="PublishRefusedException">It breaks a limit.</exception>
    public static long Weigh(PublishRequest request, EventStreamOptions options)
    {
        if (request.Events is null or []) throw Refused(ErrorCodes.EmptyBatch, "A publish needs at least one event.");
        if (request.IdempotencyKey is { } key && key.Length is 0 or > PublishRequest.MaxKeyLength)
        {
            throw Refused(ErrorCodes.InvalidIdempotencyKey, $"An idempotency key has 1 to {PublishRequest.MaxKeyLength} characters.");
        }

        if (request.KeyAge is { } age && (age < TimeSpan.Zero || age > MaxKeyAge || request.IdempotencyKey is null))
        {
            throw Refused(ErrorCodes.InvalidIdempotencyKey, $"A key's age is between zero and {MaxKeyAge}, and goes with a key.");
        }

        if (request.Events.Length > options.MaxBatchEvents)
        {
            throw Refused(ErrorCodes.BatchTooLarge, $"A publish has at most {options.MaxBatchEvents} events; split the {request.Events.Length} of this one.");
        }

        var bytes = 0L;
        foreach (var data in request.Events)
        {
            if (data.ByteCount > options.MaxEventBytes)
            {
                throw Refused(ErrorCodes.EventTooLarge, $"An event has at most {options.MaxEventBytes} bytes of data, type and key; one here has {data.ByteCount}.");
            }

            bytes += data.ByteCount;
        }

        if (bytes > options.MaxBatchBytes && request.Events.Length > 1)
        {
            throw Refused(ErrorCodes.BatchTooLarge, $"A publish has at most {options.MaxBatchBytes} bytes; split the {bytes} of this one.");
        }

        return PublishBytes + (EventBytes * request.Events.Length) + bytes;
    }

    private static PublishRefusedException Refused(string code, string message) => new(code, message);
}
