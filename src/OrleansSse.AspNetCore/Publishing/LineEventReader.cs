using System.Buffers;
using System.IO.Pipelines;
using System.Text.Unicode;

namespace OrleansSse.AspNetCore.Publishing;

/// <summary>Reads a body by lines: CR, LF and CRLF each end one, also when they arrive apart.</summary>
/// <param name="body">The body.</param>
/// <param name="limits">The limits of events and batches.</param>
/// <param name="maxLineBytes">The most bytes that a line may have, and so the most that are kept of one that does not end.</param>
internal abstract class LineEventReader(PipeReader body, ReadLimits limits, long maxLineBytes) : EventReader(body, limits)
{
    private const byte CarriageReturn = (byte)'\r';
    private const byte LineFeed = (byte)'\n';

    private long _line;
    private long _searched;
    private bool _afterCarriageReturn;

    /// <inheritdoc />
    protected sealed override long? Line => _line;

    /// <summary>Takes one line, which is valid UTF-8, without its end.</summary>
    protected abstract void TakeLine(ReadOnlySpan<byte> line);

    /// <summary>Takes the end of the body.</summary>
    protected virtual void TakeEnd()
    {
    }

    /// <inheritdoc />
    protected sealed override bool Take(ref SequenceReader<byte> reader, bool isLast)
    {
        while (HasRoom && Refusal is null)
        {
            if (TryReadLine(ref reader, out var line))
            {
                TakeLine(line);
                continue;
            }

            if (isLast || reader.Remaining > maxLineBytes)
            {
                if (!reader.End) TakeLine(reader.UnreadSequence);
                reader.AdvanceToEnd();
                if (isLast) TakeEnd();
            }

            return isLast;
        }

        return false;
    }

    private bool TryReadLine(ref SequenceReader<byte> reader, out ReadOnlySequence<byte> line)
    {
        if (_afterCarriageReturn && !reader.End)
        {
            reader.IsNext(LineFeed, advancePast: true);
            _afterCarriageReturn = false;
        }

        var ahead = reader;
        ahead.Advance(_searched);
        if (!ahead.TryAdvanceToAny([CarriageReturn, LineFeed], advancePastDelimiter: false))
        {
            _searched = reader.Remaining;
            line = default;
            return false;
        }

        line = reader.Sequence.Slice(reader.Position, ahead.Position);
        ahead.TryRead(out var end);
        _afterCarriageReturn = end == CarriageReturn;
        _searched = 0;
        reader = ahead;
        return true;
    }

    private void TakeLine(in ReadOnlySequence<byte> line)
    {
        _line++;
        if (line.Length > maxLineBytes)
        {
            RefuseSize();
            return;
        }

        using var bytes = new ContiguousBytes(line);
        var text = bytes.Span;
        if (_line == 1 && text.StartsWith("\uFEFF"u8)) text = text["\uFEFF"u8.Length..];

        if (Utf8.IsValid(text))
        {
            TakeLine(text);
        }
        else
        {
            Refuse(ErrorCodes.InvalidUtf8, "The body must be valid UTF-8.");
        }
    }
}
