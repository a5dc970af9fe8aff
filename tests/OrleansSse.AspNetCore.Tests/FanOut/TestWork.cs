using OrleansSse.AspNetCore.FanOut;

namespace OrleansSse.AspNetCore.Tests.FanOut;

/// <summary>Work that counts its runs.</summary>
internal sealed class TestWork(FanOutLoop loop, Action run) : FanOutWork(loop)
{
    private int _runs;

    public int Runs => Volatile.Read(ref _runs);

    protected override void RunOnLoop()
    {
        Interlocked.Increment(ref _runs);
        run();
    }
}
