using OrleansSse.AspNetCore.FanOut;

namespace OrleansSse.AspNetCore.Tests.FanOut;

/// <summary>Takes no more than so many bytes of a write, as a socket whose client is slow for a moment; the rest it takes with the flush.</summary>
internal sealed class PartingOutput(SubscriberOutput inner, int most) : SubscriberOutput
{
    public override int Write(ReadOnlySpan<byte> bytes) => inner.Write(bytes[..Math.Min(most, bytes.Length)]);

    public override bool TryFlush(ReadOnlyMemory<byte> rest, IFlushOwner owner)
    {
        inner.Write(rest.Span);
        return inner.TryFlush(default, owner);
    }

    public override bool EndFlush() => inner.EndFlush();

    public override ValueTask<bool> SendAsync(ReadOnlyMemory<byte> bytes) => inner.SendAsync(bytes);

    public override void Abort() => inner.Abort();
}
