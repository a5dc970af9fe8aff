using System.ComponentModel.DataAnnotations;

namespace OrleansSse.Tests;

public sealed class RetentionTests
{
    public static TheoryData<Retention, string> OutOfRange => new()
    {
        { new() { MaxEvents = 0 }, nameof(Retention.MaxEvents) },
        { new() { MaxEvents = 65_537 }, nameof(Retention.MaxEvents) },
        { new() { MaxEvents = 5_000_000_000 }, nameof(Retention.MaxEvents) },
        { new() { MaxBytes = 0 }, nameof(Retention.MaxBytes) },
        { new() { MaxBytes = (64L << 20) + 1 }, nameof(Retention.MaxBytes) },
        { new() { MaxAge = TimeSpan.Zero }, nameof(Retention.MaxAge) },
        { new() { MaxAge = TimeSpan.FromDays(3651) }, nameof(Retention.MaxAge) },
    };

    public static TheoryData<Retention> InRange =>
    [
        new Retention(),
        new Retention { MaxEvents = 1, MaxBytes = 1, MaxAge = TimeSpan.FromSeconds(1) },
        new Retention { MaxEvents = 65_536, MaxBytes = 64L << 20, MaxAge = TimeSpan.FromDays(3650) },
    ];

    [Theory, MemberData(nameof(OutOfRange))]
    public void Names_the_bound_that_is_out_of_range(Retention retention, string bound) =>
        Assert.Equal([bound], Assert.Single(Refusals(retention)).MemberNames);

    [Theory, MemberData(nameof(InRange))]
    public void Takes_bounds_to_their_ends(Retention retention) => Assert.Empty(Refusals(retention));

    [Fact]
    public void An_override_leaves_what_it_does_not_say()
    {
        var options = new Retention { MaxEvents = 1, MaxBytes = 2, MaxAge = TimeSpan.FromSeconds(3) };

        Assert.Equal(options, new RetentionOverride().Over(options));
        Assert.Equal(options with { MaxBytes = 5 }, new RetentionOverride(MaxBytes: 5).Over(options));
    }

    private static List<ValidationResult> Refusals(Retention retention)
    {
        var refusals = new List<ValidationResult>();
        Validator.TryValidateObject(retention, new(retention), refusals, validateAllProperties: true);
        return refusals;
    }
}
