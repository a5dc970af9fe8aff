namespace OrleansSse.AspNetCore.FanOut;

/// <summary>Where one subscriber's bytes go. It has one caller at a time.</summary>
internal abstract class SubscriberOutput
{
    /// <summary>Hands bytes on, as many as are taken without waiting. A <see cref="TryFlush"/> must follow.</summary>
    /// <returns>How many were taken: fewer if the client does not keep up.</returns>
    public abstract int Write(ReadOnlySpan<byte> bytes);

    /// <summary>Sees to it that what was written, and a rest that was not taken, reaches the client.</summary>
    /// <param name="rest">The rest; it must not change until it has been taken.</param>
    /// <param name="owner">Is told, from any thread, when all has been taken, if that has to be waited for.</param>
    /// <returns>True if all has been taken, so that nobody will be told.</returns>
    public abstract bool TryFlush(ReadOnlyMemory<byte> rest, IFlushOwner owner);

    /// <summary>Ends a flush whose bytes have been taken.</summary>
    /// <returns>False if the client is gone.</returns>
    public abstract bool EndFlush();

    /// <summary>Sends bytes, and waits until they have been taken.</summary>
    /// <returns>False if the client is gone.</returns>
    public abstract ValueTask<bool> SendAsync(ReadOnlyMemory<byte> bytes);

    /// <summary>Breaks the connection.</summary>
    public abstract void Abort();
}
