using System.IO.Pipelines;

namespace OrleansSse.AspNetCore.Takeover;

/// <summary>What a client sends, as an HTTP server reads it. That the server has read enough is not the end of the connection.</summary>
internal sealed class KeptReader(PipeReader inner) : PipeReader
{
    public override bool TryRead(out ReadResult result) => inner.TryRead(out result);

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) => inner.ReadAsync(cancellationToken);

    public override void AdvanceTo(SequencePosition consumed) => inner.AdvanceTo(consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => inner.AdvanceTo(consumed, examined);

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null)
    {
        // Whoever has the connection ends it.
    }
}
