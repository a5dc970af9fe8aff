using Microsoft.AspNetCore.Http;
using OrleansSse.AspNetCore.Endpoints;
using OrleansSse.AspNetCore.Publishing;

namespace OrleansSse.AspNetCore.Tests.Endpoints;

public sealed class EventFieldsQueryTests
{
    private const string Ttl = "ttl is a number of seconds from 0.001 to 315360000, as 90 or 0.5; and it is given once.";

    [Theory]
    [InlineData("", "", null, 0)]
    [InlineData("?type=a&key=b%20c&ttl=90", "a", "b c", 90_000)]
    [InlineData("?ttl=0.001", "", null, 1)]
    [InlineData("?ttl=1.5", "", null, 1_500)]
    [InlineData("?ttl=.5", "", null, 500)]
    [InlineData("?ttl=0.0019", "", null, 1)]
    [InlineData("?ttl=315360000", "", null, 315_360_000_000)]
    public void Reads_type_key_and_time(string query, string type, string? key, long milliseconds)
    {
        Assert.True(TryRead(query, out var fields, out _, out _));

        var data = new EventData("") { Key = fields.Key, Ttl = fields.Ttl };
        Assert.Equal((type, key, milliseconds), (fields.Type, data.Key, (long)(data.Ttl?.TotalMilliseconds ?? 0)));
    }

    [Theory]
    [InlineData("?type=a&type=b", "invalid_event_type", "An event has one type; give it once.")]
    [InlineData("?type=a%0Ab", "invalid_event_type", "An event type must not contain CR, LF or NUL.")]
    [InlineData("?key=", "invalid_event_key", "An event's key has 1 to 128 characters.")]
    [InlineData("?key=a%00", "invalid_event_key", "An event's key must not contain CR, LF or NUL.")]
    [InlineData("?key=a&key=b", "invalid_event_key", "An event has one key; give it once.")]
    [InlineData("?ttl=", "invalid_ttl", Ttl)]
    [InlineData("?ttl=0", "invalid_ttl", Ttl)]
    [InlineData("?ttl=-1", "invalid_ttl", Ttl)]
    [InlineData("?ttl=0.0009", "invalid_ttl", Ttl)]
    [InlineData("?ttl=315360000.001", "invalid_ttl", Ttl)]
    [InlineData("?ttl=99999999999999999999999999999999", "invalid_ttl", Ttl)]
    [InlineData("?ttl=1e3", "invalid_ttl", Ttl)]
    [InlineData("?ttl=1,5", "invalid_ttl", Ttl)]
    [InlineData("?ttl=1%00", "invalid_ttl", Ttl)]
    [InlineData("?ttl=PT1S", "invalid_ttl", Ttl)]
    [InlineData("?ttl=1&ttl=1", "invalid_ttl", Ttl)]
    public void Says_what_is_wrong(string query, string expectedCode, string expectedRefusal)
    {
        Assert.False(TryRead(query, out _, out var code, out var refusal));

        Assert.Equal((expectedCode, expectedRefusal), (code, refusal));
    }

    private static bool TryRead(string query, out EventFields fields, out string? code, out string? refusal) =>
        EventFieldsQuery.TryRead(new DefaultHttpContext { Request = { QueryString = new(query) } }.Request, out fields, out code, out refusal);
}
