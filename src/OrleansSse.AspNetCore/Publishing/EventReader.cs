using System.Buffers;
using System.IO.Pipelines;

namespace OrleansSse.AspNetCore.Publishing;

/// <summary>
/// Turns a request's body into batches of events while it arrives. What is wrong with the body is a
/// <see cref="Refusal"/>; a broken or cancelled connection is the exception of the body's own reader.
/// </summary>
internal abstract class EventReader(PipeReader body, ReadLimits limits)
{
    private readonly List<EventData> _batch = [];
    private int _batchBytes;
    private bool _ended;

    /// <summary>Why reading ended before the body did; null when it did not. To be asked after the last batch.</summary>
    public BodyRefusal? Refusal { get; private set; }

    /// <summary>The limits in force.</summary>
    protected ReadLimits Limits => limits;

    /// <summary>The line being read, from 1; null when the body is not read by lines.</summary>
    protected virtual long? Line => null;

    /// <summary>True while an event of any permitted size fits the batch.</summary>
    protected bool HasRoom =>
        _batch.Count == 0 || (_batch.Count < limits.BatchEvents && _batchBytes <= limits.BatchBytes - limits.EventBytes);

    /// <summary>Waits for an event and returns all that have arrived whole, as far as a batch has room.</summary>
    /// <returns>At least one event; null when the body has ended or the rest of it is refused.</returns>
    public async ValueTask<EventData[]?> ReadBatchAsync(CancellationToken cancellationToken)
    {
        // A token given to the body itself would leave it in the middle of a read: nobody, not even Kestrel, could read the rest.
        await using var cancellation = cancellationToken.UnsafeRegister(static body => ((PipeReader)body!).CancelPendingRead(), body);
        while (!_ended)
        {
            var read = await body.ReadAsync(CancellationToken.None);
            if (read.IsCanceled)
            {
                body.AdvanceTo(read.Buffer.Start);
                throw new OperationCanceledException(cancellationToken);
            }

            var taken = Take(read);
            body.AdvanceTo(taken, HasRoom ? read.Buffer.End : taken);

            if (_batch.Count > 0) return EndBatch();
        }

        return null;
    }

    /// <summary>Takes what is complete of the part of the body that was not taken before, while the batch has room.</summary>
    /// <param name="reader">To be moved past what was taken.</param>
    /// <param name="isLast">True when nothing more will arrive.</param>
    /// <returns>True when the body has been taken to its end.</returns>
    protected abstract bool Take(ref SequenceReader<byte> reader, bool isLast);

    /// <summary>Adds an event to the batch, or refuses the body when this cannot be one.</summary>
    protected void Add(ReadOnlySpan<byte> data, EventFields fields)
    {
        if (!EventData.TryCreate(data, fields.Type, out var eventData, out var refusal))
        {
            Refuse(EventData.TypeRefusal(fields.Type) is null ? ErrorCodes.InvalidUtf8 : ErrorCodes.InvalidEventType, refusal);
            return;
        }

        if (fields is not { Key: null, Ttl: null }) eventData = eventData with { Key = fields.Key, Ttl = fields.Ttl };
        if (eventData.ByteCount > limits.EventBytes)
        {
            RefuseSize();
        }
        else
        {
            _batch.Add(eventData);
            _batchBytes += eventData.ByteCount;
        }
    }

    /// <summary>Ends reading after the events of this batch.</summary>
    protected void Refuse(string code, string message) => Refusal ??= new(code, message, Line);

    /// <summary>Ends reading after the events of this batch, because the next one is too large.</summary>
    protected void RefuseSize() =>
        Refuse(ErrorCodes.EventTooLarge, $"An event has at most {limits.EventBytes} bytes of data, type and key.");

    private SequencePosition Take(ReadResult read)
    {
        var reader = new SequenceReader<byte>(read.Buffer);
        _ended = Take(ref reader, read.IsCompleted) || Refusal is not null;
        return reader.Position;
    }

    private EventData[] EndBatch()
    {
        EventData[] batch = [.. _batch];
        _batch.Clear();
        _batchBytes = 0;
        return batch;
    }
}
