namespace OrleansSse.Load.Subscribers;

/// <summary>
/// Takes the events out of a body of SSE text, however it is cut into pieces (WHATWG HTML, 9.2.6). It looks at no more than
/// a load needs: the id, and the beginning of the data. Lines end with LF or CRLF.
/// </summary>
internal struct EventParser
{
    private ShortText _line;
    private ShortText _id;
    private ShortText _lastEventId;
    private EventPayload _payload;
    private Data _data;

    private enum Data
    {
        None,
        Ours,
        Other,
    }

    /// <summary>The last event id that a whole block has set.</summary>
    public readonly string LastEventId => System.Text.Encoding.ASCII.GetString(_lastEventId.Text);

    /// <summary>Forgets what has come of a block whose end will not come.</summary>
    public void Restart()
    {
        _line.Clear();
        _id = _lastEventId;
        _data = Data.None;
    }

    /// <summary>Takes the next event; false when all of the body is taken.</summary>
    /// <param name="body">What has arrived; what was taken is cut off.</param>
    /// <param name="payload">What the event says; null when it is of another making.</param>
    public bool TryRead(ref ReadOnlySpan<byte> body, out EventPayload? payload)
    {
        while (body.IndexOf((byte)'\n') is >= 0 and var end)
        {
            var isBlock = _line.IsEmpty ? EndsBlock(body[..end]) : EndsBlockWith(body[..end]);
            body = body[(end + 1)..];
            if (!isBlock) continue;

            var data = _data;
            _data = Data.None;
            _lastEventId = _id;
            payload = data == Data.Ours ? _payload : null;
            if (data != Data.None) return true;
        }

        _line.Append(body);
        body = default;
        payload = null;
        return false;
    }

    private bool EndsBlockWith(ReadOnlySpan<byte> rest)
    {
        _line.Append(rest);
        var line = _line;
        _line.Clear();
        return EndsBlock(line.Text);
    }

    private bool EndsBlock(ReadOnlySpan<byte> line)
    {
        if (line is [.., (byte)'\r']) line = line[..^1];
        if (line.IsEmpty) return true;
        if (line.StartsWith("data:"u8))
            _data = _data == Data.None && EventPayload.TryRead(ValueOf(line["data:".Length..]), out _payload) ? Data.Ours : Data.Other;
        else if (line.StartsWith("id:"u8))
            _id.Set(ValueOf(line["id:".Length..]));
        return false;
    }

    private static ReadOnlySpan<byte> ValueOf(ReadOnlySpan<byte> text) => text is [(byte)' ', ..] ? text[1..] : text;
}
