namespace OrleansSse.Load.Scenarios;

/// <summary>The stretch of a run that is measured: after warming up, before the end.</summary>
internal sealed class MeasuringWindow
{
    private volatile bool _isOpen;
    private volatile bool _isOver;
    private long _opened;

    /// <summary>True while what happens is measured.</summary>
    public bool IsOpen => _isOpen;

    /// <summary>True when there is no more to do.</summary>
    public bool IsOver => _isOver;

    /// <summary>How long it was open.</summary>
    public TimeSpan Duration { get; private set; }

    /// <summary>Measures from now on.</summary>
    public void Open()
    {
        _opened = TimeProvider.System.GetTimestamp();
        _isOpen = true;
    }

    /// <summary>Measures no longer.</summary>
    public void Close()
    {
        _isOpen = false;
        _isOver = true;
        Duration = TimeProvider.System.GetElapsedTime(_opened);
    }
}
