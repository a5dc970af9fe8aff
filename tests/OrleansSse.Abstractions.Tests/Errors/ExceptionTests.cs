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
