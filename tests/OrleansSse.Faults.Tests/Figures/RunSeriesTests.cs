using OrleansSse.Load.Figures;

namespace OrleansSse.Faults.Tests.Figures;

public sealed class RunSeriesTests
{
    [Fact]
    public void Has_the_median_of_the_ratios_and_not_the_ratio_of_the_medians()
    {
        var series = new RunSeries("paced", "latency p99", "ms", Goal: null, Ours: [10, 40, 20], Theirs: [20, 10, 5]);

        Assert.Equal((20, 10, 4), (series.OurMedian, series.TheirMedian, series.Ratio));
    }

    [Fact]
    public void Has_the_mean_of_the_middle_two_of_an_even_number_of_runs() =>
        Assert.Equal(25, new RunSeries("paced", "latency p99", "ms", Goal: null, Ours: [40, 10, 20, 30], Theirs: []).OurMedian);

    [Theory]
    [InlineData]
    [InlineData(3.0, 0.0)]
    public void Has_no_ratio_where_the_peer_has_nothing(params double[] theirs) =>
        Assert.Null(new RunSeries("paced", "lost", "", Goal: null, Ours: [1, 1], theirs).Ratio);
}
