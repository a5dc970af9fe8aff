using System.Globalization;

namespace OrleansSse.AspNetCore.Publishing;

/// <summary>Reads how long an event is to be shown: seconds, as <c>90</c> or <c>0.5</c>.</summary>
internal static class TtlSeconds
{
    /// <summary>What is understood, for people.</summary>
    public const string Understood = "is a number of seconds from 0.001 to 315360000, as 90 or 0.5";

    public static bool TryParse(string text, out TimeSpan ttl)
    {
        ttl = default;
        // The platform's parser lets NULs trail.
        return !text.Contains('\0')
            && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && TryConvert(seconds, out ttl);
    }

    public static bool TryConvert(decimal seconds, out TimeSpan ttl)
    {
        ttl = default;
        if (seconds < 0 || seconds > (decimal)EventData.MaxTtl.TotalSeconds) return false;
        ttl = new((long)(seconds * TimeSpan.TicksPerSecond));
        return EventData.TtlRefusal(ttl) is null;
    }
}
