using OrleansSse.Tests.Serialization;

namespace OrleansSse.Tests.Errors;

public sealed class ExceptionTests(Wire wire) : IClassFixture<Wire>
{
    [Fact]
    public void A_refused_publish_keeps_its_code_and_message() =>
        AssertSame(new PublishRefusedException(ErrorCodes.EventTooLarge, "At most 5 bytes."), "event_too_large", "At most 5 bytes.");

    [Fact]
    public void A_bad_key_keeps_its_code_and_message() =>
        AssertSame(new InvalidStreamNameException("No."), "invalid_stream_name", "No.");

    [Fact]
    public void An_overload_keeps_when_to_try_again()
    {
        var received = AssertSame(new StreamOverloadedException("Full.", TimeSpan.FromSeconds(3)), "overloaded", "Full.");

        Assert.Equal(TimeSpan.FromSeconds(3), received.RetryAfter);
    }

    [Fact]
    public void An_unknown_outcome_keeps_its_cause()
    {
        var sent = new OutcomeUnknownException("The disk failed.", new IOException("No space left."));

        var received = AssertSame(sent, "outcome_unknown", "The disk failed.");

        Assert.Equal("No space left.", Assert.IsType<IOException>(received.InnerException).Message);
    }

    [Fact]
    public void A_gap_keeps_where_the_stream_goes_on()
    {
        var gap = new StreamGap(StreamPosition.Parse("k3x9f2ab-1"), StreamPosition.Parse("k3x9f2ab-5"), StreamPosition.Parse("k3x9f2ab-7"));

        var received = AssertSame(
            new StreamGapException(gap), "gap", "Events after k3x9f2ab-1 no longer exist; the stream goes on with k3x9f2ab-5.");

        Assert.Equal(gap, received.Gap);
        Assert.Equal("k3x9f2ab-4", received.Gap.End.ToString());
    }

    [Fact]
    public void A_gap_that_a_deletion_made_says_so() => AssertSame(
        new StreamGapException(new(
            StreamPosition.Parse("k3x9f2ab-1"), StreamPosition.Parse("4f0dp1xy-1"), StreamPosition.Parse("4f0dp1xy-0"), IsDeletion: true)),
        "deleted",
        "The stream was deleted: events after k3x9f2ab-1 no longer exist; the stream goes on with 4f0dp1xy-1.");

    [Fact]
    public void A_value_that_is_no_event_keeps_its_code_and_message() =>
        AssertSame(new EventSerializationException("A cycle."), "unserializable", "A cycle.");

    [Fact]
    public void A_bad_token_keeps_its_code_and_message() =>
        AssertSame(new InvalidSequenceTokenException("Not ours."), "invalid_sequence_token", "Not ours.");

    private T AssertSame<T>(T sent, string code, string message)
        where T : EventStreamException
    {
        // A failed grain call carries its exception as a plain Exception.
        var received = Assert.IsType<T>(wire.Send<Exception>(sent));
        Assert.Equal(code, received.Code);
        Assert.Equal(message, received.Message);
        return received;
    }
}
