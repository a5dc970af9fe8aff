using Microsoft.Extensions.Options;

namespace OrleansSse.Grains.Options;

/// <summary>Finds what the options say of one stream.</summary>
internal sealed class StreamSettings
{
    private readonly EventStreamOptions _options;
    private readonly (StreamPattern Pattern, StreamRule Rule)[] _rules;

    public StreamSettings(IOptions<EventStreamOptions> options)
    {
        _options = options.Value;
        _rules = [.. _options.Streams.Select(Parse)];
    }

    public EventStreamOptions Options => _options;

    public (Durability Durability, Retention Retention) For(StreamName name)
    {
        var rule = Array.Find(_rules, rule => rule.Pattern.Matches(name)).Rule;
        return (rule?.Durability ?? _options.Durability, rule?.Retention ?? _options.Retention);
    }

    private static (StreamPattern, StreamRule) Parse(StreamRule rule) =>
        StreamPattern.TryParse(rule.Pattern, out var pattern, out var refusal)
            ? (pattern, rule)
            : throw new OptionsValidationException(EventStreamOptions.Section, typeof(EventStreamOptions), [refusal]);
}
