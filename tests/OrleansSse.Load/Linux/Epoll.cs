using System.Runtime.InteropServices;

namespace OrleansSse.Load.Linux;

/// <summary>Tells which of many sockets have something to do; also which have broken, without being asked. One thread at a time.</summary>
internal sealed class Epoll : IDisposable
{
    /// <summary>It can be read, or has ended.</summary>
    public const int Readable = 1;

    /// <summary>It can be written.</summary>
    public const int Writable = 4;

    private const int CloseOnExec = 0x80000;
    private const int Most = 512;

    // struct epoll_event: flags, then 64 bits of the caller's own. Only on x64 is it packed.
    private static readonly int Stride = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 3 : 4;
    private static readonly int KeyOffset = Stride - 2;

    private readonly int _descriptor = NonBlockingSocket.Check(Libc.EpollCreate(CloseOnExec), "epoll_create1");
    private readonly int[] _happenings = new int[Most * Stride];

    private enum Operation
    {
        Add = 1,
        Modify = 3,
    }

    /// <summary>The key of the socket to which a happening belongs.</summary>
    public int KeyOf(int happening) => _happenings[(happening * Stride) + KeyOffset];

    /// <summary>Watches a socket until it is closed.</summary>
    public void Add(int socket, int key, int flags) => Control(Operation.Add, socket, key, flags);

    /// <summary>Watches it for something else.</summary>
    public void Modify(int socket, int key, int flags) => Control(Operation.Modify, socket, key, flags);

    /// <summary>Waits until something happens.</summary>
    /// <returns>How many happenings; 0 when the time has passed.</returns>
    public int Wait(int milliseconds)
    {
        var count = Libc.EpollWait(_descriptor, _happenings, Most, milliseconds);
        return count < 0 && Marshal.GetLastPInvokeError() == Libc.Interrupted ? 0 : NonBlockingSocket.Check(count, "epoll_wait");
    }

    /// <inheritdoc />
    public void Dispose() => NonBlockingSocket.Close(_descriptor);

    private void Control(Operation operation, int socket, int key, int flags)
    {
        Span<int> happening = stackalloc int[Stride];
        happening.Clear();
        happening[0] = flags;
        happening[KeyOffset] = key;
        NonBlockingSocket.Check(Libc.EpollControl(_descriptor, (int)operation, socket, happening), "epoll_ctl");
    }
}
