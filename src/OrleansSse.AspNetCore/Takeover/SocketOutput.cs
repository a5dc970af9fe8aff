using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Connections;
using OrleansSse.AspNetCore.FanOut;

namespace OrleansSse.AspNetCore.Takeover;

/// <summary>A client's socket. It has no buffer but the system's: a rest that this does not take stays where it is until it does.</summary>
internal sealed class SocketOutput(Socket socket, ConnectionContext connection) : SubscriberOutput
{
    private ValueTaskAwaiter<int> _sending;
    private int _unsent;
    private bool _isGone;

    public override int Write(ReadOnlySpan<byte> bytes)
    {
        if (_isGone || bytes.IsEmpty) return bytes.Length;
        var taken = socket.TrySend(bytes, out _isGone);
        return _isGone ? bytes.Length : taken;
    }

    public override bool TryFlush(ReadOnlyMemory<byte> rest, IFlushOwner owner)
    {
        _unsent = rest.Length;
        if (_unsent == 0) return true;
#pragma warning disable CA2012 // It is consumed exactly once, but not by an await: the fan-out waits for nothing.
        _sending = socket.SendAsync(rest).GetAwaiter();
#pragma warning restore CA2012
        if (_sending.IsCompleted) return true;
        _sending.UnsafeOnCompleted(owner.Flushed);
        return false;
    }

    // A socket sends all, or breaks.
    public override bool EndFlush() => !_isGone && (_unsent == 0 || _sending.GetResult() == _unsent);

    public override async ValueTask<bool> SendAsync(ReadOnlyMemory<byte> bytes) => await socket.SendAsync(bytes) == bytes.Length;

    public override void Abort() => connection.Abort(new ConnectionAbortedException("The subscriber's connection is broken off."));
}
