using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace OrleansSse.AspNetCore.FanOut;

/// <summary>The body of a response, of whatever protocol and server; it takes all that is written, and holds it until it is flushed.</summary>
internal sealed class BodyOutput(PipeWriter body, IHttpRequestLifetimeFeature request) : SubscriberOutput
{
    private ValueTaskAwaiter<FlushResult> _flush;
    private Action? _flushed;

    /// <summary>The output of a request.</summary>
    public static BodyOutput Of(HttpContext context) =>
        new(context.Response.BodyWriter, context.Features.GetRequiredFeature<IHttpRequestLifetimeFeature>());

    public override int Write(ReadOnlySpan<byte> bytes)
    {
        body.Write(bytes);
        return bytes.Length;
    }

    public override bool TryFlush(ReadOnlyMemory<byte> rest, IFlushOwner owner)
    {
#pragma warning disable CA2012 // It is consumed exactly once, but not by an await: the fan-out waits for nothing.
        _flush = body.FlushAsync().GetAwaiter();
#pragma warning restore CA2012
        if (_flush.IsCompleted) return true;
        _flush.UnsafeOnCompleted(_flushed ??= owner.Flushed);
        return false;
    }

    // Only here may the result be had: its source may be used anew as soon as it has been.
    public override bool EndFlush() => IsThere(_flush.GetResult());

    public override async ValueTask<bool> SendAsync(ReadOnlyMemory<byte> bytes) => IsThere(await body.WriteAsync(bytes));

    public override void Abort() => request.Abort();

    private static bool IsThere(FlushResult result) => result is { IsCompleted: false, IsCanceled: false };
}
