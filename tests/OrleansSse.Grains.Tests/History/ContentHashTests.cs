using OrleansSse.Grains.History;

namespace OrleansSse.Grains.Tests.History;

public sealed class ContentHashTests
{
    [Fact]
    public void Is_the_same_for_the_same_events() =>
        Assert.Equal(ContentHash.Of([new("a", "t"), new("ü")]), ContentHash.Of([new("a", "t"), new("ü")]));

    [Fact]
    public void Tells_events_apart_that_have_the_same_characters_in_a_row()
    {
        EventData[][] contents =
        [
            [new("ab"), new("c")], [new("a"), new("bc")], [new("abc")], [new("abc"), new("")], [new(""), new("abc")],
            [new("abc") { Key = "a" }], [new("abc") { Ttl = TimeSpan.FromSeconds(1) }], [new("abc") { Ttl = TimeSpan.FromSeconds(2) }],
            [new("bc") { Key = "a" }], [new("c") { Key = "ab" }], [new("a") { Key = "b" }, new("c")], [new("a"), new("c") { Key = "b" }],
            [new("c", "b") { Key = "a" }], [new("abc") { Key = "a", Ttl = TimeSpan.FromSeconds(1) }],
            [new("bc", "a")], [new("c", "ab")], [new("c"), new("ab")], [new("ab", "c")], [new("a", "b"), new("c")],
        ];

        Assert.Equal(contents.Length, contents.Select(ContentHash.Of).Distinct().Count());
    }

    // Keys are stored with it.
    [Fact]
    public void Never_changes()
    {
        Assert.Equal(11_283_898_881_065_111_542, ContentHash.Of([new("data", "type")]));
        Assert.Equal(6_133_175_681_823_212_889UL, ContentHash.Of([new("data", "type") { Key = "key", Ttl = TimeSpan.FromSeconds(1.5) }]));
    }
}
