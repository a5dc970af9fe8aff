using System.IO.Pipelines;

namespace OrleansSse.AspNetCore.DirectPublishing;

/// <summary>
/// Ends a wait for input: when no request has come for a while, as the HTTP server knows how long a client may take, and when the
/// connection is to be closed. It never ends the wait of who reads the input later.
/// </summary>
internal sealed class InputWait(PipeReader input)
{
    /// <summary>Beats of the server, one a second, that a client may let pass.</summary>
    public const int MaxBeats = 5;

    private readonly Lock _lock = new();
    private int _beats;
    private bool _isOver;

    /// <summary>What was waited for has come; how long it takes to answer is not the client's fault.</summary>
    public void Pause()
    {
        lock (_lock) _beats = int.MinValue;
    }

    public void Restart()
    {
        lock (_lock) _beats = 0;
    }

    public void Beat()
    {
        lock (_lock)
        {
            if (++_beats >= MaxBeats) End();
        }
    }

    public void End()
    {
        lock (_lock)
        {
            if (!_isOver) input.CancelPendingRead();
        }
    }

    /// <summary>The input is somebody else's from now on.</summary>
    public void Stop()
    {
        lock (_lock) _isOver = true;
    }
}
