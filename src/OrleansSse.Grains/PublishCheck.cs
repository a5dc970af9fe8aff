using OrleansSse.Client.Publishing;
using OrleansSse.Grains.Options;

namespace OrleansSse.Grains;

/// <summary>Finds publishes that break a limit, before anything is done with them, and weighs the others.</summary>
internal static class PublishCheck
{
    private static readonly TimeSpan MaxKeyAge = TimeSpan.FromDays(365);

    /// <summary>Why a publish is refused; null if it is not, and then what it counts for against the bound of what may be pending.</summary>
    public static PublishRefusedException? RefusalOf(PublishRequest? request, EventStreamOptions options, out long weight)
    {
        weight = 0;
        if (request?.Events is null or []) return Refused(ErrorCodes.EmptyBatch, "A publish needs at least one event.");
        if (request.IdempotencyKey is { } key && key.Length is 0 or > PublishRequest.MaxKeyLength)
        {
            return Refused(ErrorCodes.InvalidIdempotencyKey, $"An idempotency key has 1 to {PublishRequest.MaxKeyLength} characters.");
        }

        if (request.KeyAge is { } age && (age < TimeSpan.Zero || age > MaxKeyAge || request.IdempotencyKey is null))
        {
            return Refused(ErrorCodes.InvalidIdempotencyKey, $"A key's age is between zero and {MaxKeyAge}, and goes with a key.");
        }

        if (request.Events.Length > options.MaxBatchEvents)
        {
            return Refused(ErrorCodes.BatchTooLarge, $"A publish has at most {options.MaxBatchEvents} events; split the {request.Events.Length} of this one.");
        }

        var bytes = 0L;
        foreach (var data in request.Events)
        {
            if (data is null) return Refused(ErrorCodes.InvalidEvent, "One of the events is null.");
            if (data.ByteCount > options.MaxEventBytes)
            {
                return Refused(ErrorCodes.EventTooLarge, $"An event has at most {options.MaxEventBytes} bytes of data, type and key; one here has {data.ByteCount}.");
            }

            bytes += data.ByteCount;
        }

        if (bytes > options.MaxBatchBytes && request.Events.Length > 1)
        {
            return Refused(ErrorCodes.BatchTooLarge, $"A publish has at most {options.MaxBatchBytes} bytes; split the {bytes} of this one.");
        }

        weight = PublishWeight.Of(request.Events.Length, bytes);
        return null;
    }

    private static PublishRefusedException Refused(string code, string message) => new(code, message);
}
