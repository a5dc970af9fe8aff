using OrleansSse.Client.Publishing;

namespace OrleansSse.Client.Tests.Publishing;

public sealed class FairSharesTests
{
    private const int Limit = 1000;
    private const int LargestPublish = 100;

    private readonly FairShares<string> _shares = new(Limit);

    [Fact]
    public void One_alone_may_have_all()
    {
        Assert.Equal(11, Fill("a", 100));

        Assert.Equal(1100, _shares.Bytes);
    }

    [Fact]
    public void Who_floods_is_refused_and_who_is_modest_is_not()
    {
        Fill("flood", 100);

        Assert.True(_shares.TryAdd("modest", 100));
        Assert.False(_shares.TryAdd("flood", 1));
        Assert.True(_shares.TryAdd("modest", 100));
    }

    [Fact]
    public void Who_has_nothing_pending_is_let_in_over_25_that_flood()
    {
        for (var flood = 0; flood < 25; flood++) Assert.NotEqual(0, Fill($"{flood}", 1));

        Assert.True(_shares.TryAdd("modest", LargestPublish));
    }

    [Fact]
    public void What_was_removed_makes_room()
    {
        Fill("a", 100);

        _shares.Remove("a", 100);

        Assert.True(_shares.TryAdd("a", 100));
        Assert.False(_shares.TryAdd("a", 100));
    }

    [Fact]
    public void Nobody_is_remembered_who_has_nothing_pending()
    {
        for (var i = 0; i < 1000; i++)
        {
            Assert.True(_shares.TryAdd($"{i}", 10));
            _shares.Remove($"{i}", 10);
        }

        Assert.Equal((0, 0), (_shares.Publishers, _shares.Bytes));
    }

    [Fact]
    public void However_many_flood_there_is_a_bound()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper!.WriteLine($"Seed {seed}");
        var random = new Random(seed);
        var pending = new List<(string Publisher, int Bytes)>();
        for (var step = 0; step < 100_000; step++)
        {
            var publisher = $"{random.Next(random.Next(1, 200))}";
            var bytes = random.Next(1, LargestPublish);
            if (random.Next(10) > 0)
            {
                if (_shares.TryAdd(publisher, bytes)) pending.Add((publisher, bytes));
            }
            else if (pending.Count > 0)
            {
                var index = random.Next(pending.Count);
                _shares.Remove(pending[index].Publisher, pending[index].Bytes);
                pending.RemoveAt(index);
            }

            Assert.InRange(_shares.Bytes, 0, (4 * Limit) + LargestPublish);
        }

        Assert.Equal(pending.Sum(static each => each.Bytes), _shares.Bytes);
        Assert.Equal(pending.Select(static each => each.Publisher).Distinct().Count(), _shares.Publishers);
    }

    private int Fill(string publisher, int bytes)
    {
        var count = 0;
        while (_shares.TryAdd(publisher, bytes)) count++;
        return count;
    }
}
