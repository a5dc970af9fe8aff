using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using OrleansSse.AspNetCore.Endpoints;

namespace OrleansSse.AspNetCore.Tests.Endpoints;

public sealed class PublishConditionsTests
{
    [Fact]
    public void Without_headers_there_are_none()
    {
        Assert.True(TryRead([], default, out var conditions, out _));

        Assert.True(conditions.IsPlain);
    }

    [Fact]
    public void Reads_a_key_and_the_expected_last_id()
    {
        Assert.True(TryRead("k", "\"k3x9f2ab-17\"", out var conditions, out _));

        Assert.Equal(new("k", StreamPosition.Parse("k3x9f2ab-17")), conditions);
        Assert.False(conditions.IsPlain);
    }

    [Fact]
    public void Reads_that_the_stream_must_have_no_event_yet()
    {
        Assert.True(TryRead([], "\"00000000-0\"", out var conditions, out _));

        Assert.Equal(StreamPosition.Origin, conditions.ExpectedLast);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a,b", "a", "b")]
    [InlineData("too long")]
    public void Refuses_a_key_that_is_none(string which, params string[] values)
    {
        var keys = values.Length > 0 ? values : [which.Length == 0 ? "" : new('k', PublishRequest.MaxKeyLength + 1)];

        Assert.False(TryRead(keys, default, out _, out var code));

        Assert.Equal("invalid_idempotency_key", code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("\"")]
    [InlineData("\"\"")]
    [InlineData("k3x9f2ab-17")]
    [InlineData("W/\"k3x9f2ab-17\"")]
    [InlineData("\"k3x9f2ab-17\", \"k3x9f2ab-18\"")]
    public void Refuses_a_tag_that_is_no_event_id(string tag)
    {
        Assert.False(TryRead([], tag, out _, out var code));

        Assert.Equal("invalid_precondition", code);
    }

    private static bool TryRead(StringValues key, StringValues match, out PublishConditions conditions, out string? code)
    {
        var headers = new DefaultHttpContext().Request;
        if (key.Count > 0) headers.Headers["Idempotency-Key"] = key;
        if (match.Count > 0) headers.Headers.IfMatch = match;
        return PublishConditions.TryRead(headers, out conditions, out code, out _);
    }
}
