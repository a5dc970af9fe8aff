using System.Buffers;
using System.IO.Pipelines;
using System.Text.Unicode;

namespace OrleansSse.AspNetCore.Publishing;

/// <summary>Reads a body whose whole, byte for byte, is the data of one event.</summary>
/// <param name="body">The body.</param>
/// <param name="limits">The limits of events.</param>
/// <param name="fields">What is said of the event.</param>
/// <param name="mustBeJson">True to refuse what is not JSON.</param>
internal sealed class SingleEventReader(PipeReader body, ReadLimits limits, EventFields fields, bool mustBeJson)
    : EventReader(body, limits)
{
    /// <inheritdoc />
    protected override bool Take(ref SequenceReader<byte> reader, bool isLast)
    {
        if (reader.Remaining > Limits.EventBytes)
        {
            RefuseSize();
        }
        else if (isLast)
        {
            using var data = new ContiguousBytes(reader.UnreadSequence);
            TakeAll(data.Span);
            reader.AdvanceToEnd();
        }

        return isLast;
    }

    private void TakeAll(ReadOnlySpan<byte> data)
    {
        if (mustBeJson && Utf8.IsValid(data) && JsonText.Refusal(data) is { } refusal)
        {
            Refuse(ErrorCodes.InvalidJson, refusal);
        }
        else
        {
            Add(data, fields);
        }
    }
}
