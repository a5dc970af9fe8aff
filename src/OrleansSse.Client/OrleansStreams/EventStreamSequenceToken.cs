using Orleans.Streams;

namespace OrleansSse.Client.OrleansStreams;

/// <summary>Where an item of the <see cref="EventStreamProvider"/> stands: an event id. It may be stored and sent.</summary>
[GenerateSerializer, Immutable, Alias("OrleansSse.EventStreamSequenceToken")]
public sealed class EventStreamSequenceToken : StreamSequenceToken
{
    /// <summary>The token of an event id; a subscription with it begins with the event after.</summary>
    public EventStreamSequenceToken(StreamPosition position) => Position = position;

    /// <summary>The event id.</summary>
    [Id(0)]
    public StreamPosition Position { get; private set; }

    /// <summary>The sequence of the event id: 1, 2, 3 … in an epoch.</summary>
    public override long SequenceNumber
    {
        get => Position.Sequence;
        protected set => Position = Position with { Sequence = value };
    }

    /// <summary>Always 0: each event has a sequence of its own.</summary>
    /// <exception cref="NotSupportedException">It is to be another.</exception>
    public override int EventIndex
    {
        get => 0;
        protected set => throw new NotSupportedException("Each event has a sequence of its own.");
    }

    /// <inheritdoc />
    public override bool Equals(StreamSequenceToken? other) => other is EventStreamSequenceToken token && token.Position == Position;

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as StreamSequenceToken);

    /// <inheritdoc />
    public override int GetHashCode() => Position.GetHashCode();

    /// <summary>Tells which of two events of one epoch is the later.</summary>
    /// <exception cref="InvalidSequenceTokenException">The other is of another epoch or another provider: nothing says which is later.</exception>
    public override int CompareTo(StreamSequenceToken? other) => other switch
    {
        null => 1,
        EventStreamSequenceToken token when token.Position.Epoch == Position.Epoch => Position.Sequence.CompareTo(token.Position.Sequence),
        _ => throw new InvalidSequenceTokenException($"Nothing says which of {this} and {other} is later."),
    };

    /// <summary>The event id.</summary>
    public override string ToString() => Position.ToString();

    /// <summary>The position that a token says.</summary>
    /// <exception cref="InvalidSequenceTokenException">It is of another provider.</exception>
    internal static StreamPosition PositionOf(StreamSequenceToken token) => token is EventStreamSequenceToken { Position: var position }
        ? position
        : throw new InvalidSequenceTokenException(
            $"A {token.GetType()} says no position in an event stream; make a token of an event id by new {nameof(EventStreamSequenceToken)}(…).");
}
