using System.Diagnostics.CodeAnalysis;
using Orleans.Streams;

namespace OrleansSse.Client.OrleansStreams;

/// <summary>One observer of one stream, in the context in which it subscribed.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The source has no timer, and what it would free is freed with it.")]
internal sealed partial class ProvidedSubscription<T> : StreamSubscriptionHandle<T>
{
    private readonly ProvidedStream<T> _stream;
    private readonly IGrainContext? _owner;
    private readonly IReceiver<T> _receiver;
    private readonly CancellationTokenSource _ending = new();
    private StreamPosition _position;

    public ProvidedSubscription(ProvidedStream<T> stream, Guid id, IGrainContext? owner, IReceiver<T> receiver, StreamPosition after)
    {
        (_stream, HandleId, _owner, _receiver, _position) = (stream, id, owner, receiver, after);
        _stream.Subscriptions.Add(StreamId, _owner, this);
        if (_owner is not null) _ = EndWithAsync(_owner.Deactivated);
        _ = RunAsync();
    }

    public override StreamId StreamId => _stream.StreamId;

    public override string ProviderName => _stream.ProviderName;

    public override Guid HandleId { get; }

    public override Task UnsubscribeAsync()
    {
        ThrowIfEnded();
        End();
        return Task.CompletedTask;
    }

    public override Task<StreamSubscriptionHandle<T>> ResumeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token = null) =>
        Resume(new ItemReceiver<T>(observer), token);

    public override Task<StreamSubscriptionHandle<T>> ResumeAsync(IAsyncBatchObserver<T> observer, StreamSequenceToken? token = null) =>
        Resume(new BatchReceiver<T>(observer), token);

    public override bool Equals(StreamSubscriptionHandle<T>? other) => other is ProvidedSubscription<T> && other.HandleId == HandleId;

    public override bool Equals(object? obj) => Equals(obj as StreamSubscriptionHandle<T>);

    public override int GetHashCode() => HandleId.GetHashCode();

    private Task<StreamSubscriptionHandle<T>> Resume(IReceiver<T> receiver, StreamSequenceToken? token)
    {
        ThrowIfEnded();
        var after = token is null ? _position : EventStreamSequenceToken.PositionOf(token);
        End();
        return Task.FromResult<StreamSubscriptionHandle<T>>(new ProvidedSubscription<T>(_stream, HandleId, _owner, receiver, after));
    }

    private void ThrowIfEnded()
    {
        if (_ending.IsCancellationRequested) throw new InvalidOperationException("The subscription has ended, or was resumed: use the handle that that returned.");
    }

    // What the observer is being told at this moment it is told to the end: it may be who ends the subscription.
    private void End()
    {
        _stream.Subscriptions.Remove(StreamId, _owner, this);
        _ending.Cancel();
    }

    private async Task EndWithAsync(Task deactivated)
    {
        await deactivated.WaitAsync(_ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        End();
    }
}
