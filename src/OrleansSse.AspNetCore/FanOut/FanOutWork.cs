namespace OrleansSse.AspNetCore.FanOut;

/// <summary>Something that a fan-out loop is to look at; it is in line at most once.</summary>
internal abstract class FanOutWork(FanOutLoop loop)
{
    private int _queued;

    protected FanOutLoop Loop => loop;

    /// <summary>Puts it in line; from any thread.</summary>
    public void Wake()
    {
        if (Interlocked.Exchange(ref _queued, 1) == 0) loop.Enqueue(this);
    }

    /// <summary>Called by the loop.</summary>
    public void Run()
    {
        // Before the work, so that what happens during it puts it in line again.
        Interlocked.Exchange(ref _queued, 0);
        RunOnLoop();
    }

    protected abstract void RunOnLoop();
}
