namespace OrleansSse.Load.Subscribers;

/// <summary>Takes the body out of <c>Transfer-Encoding: chunked</c>, however it is cut into pieces (RFC 9112, 7.1).</summary>
internal struct ChunkedBody
{
    private Part _part;
    private long _left;

    private enum Part
    {
        Size,
        Extension,
        Data,
        EndOfData,
    }

    /// <summary>Takes the next run of the body from what was received; false when all of it is taken.</summary>
    /// <param name="received">What was received; what was taken is cut off.</param>
    /// <param name="body">The run.</param>
    public bool TryRead(ref ReadOnlySpan<byte> received, out ReadOnlySpan<byte> body)
    {
        while (!received.IsEmpty)
        {
            if (_part == Part.Data)
            {
                body = received.Length < _left ? received : received[..(int)_left];
                received = received[body.Length..];
                _left -= body.Length;
                if (_left == 0) _part = Part.EndOfData;
                return true;
            }

            Take(received[0]);
            received = received[1..];
        }

        body = default;
        return false;
    }

    private void Take(byte framing)
    {
        if (framing == '\n') _part = _part == Part.EndOfData || _left == 0 ? Part.Size : Part.Data;
        else if (_part == Part.Size && char.IsAsciiHexDigit((char)framing)) _left = (_left * 16) + (framing & 0xf) + (9 * (framing >> 6));
        else if (_part == Part.Size) _part = Part.Extension;
    }
}
