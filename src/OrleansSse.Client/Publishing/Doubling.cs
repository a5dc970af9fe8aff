namespace OrleansSse.Client.Publishing;

/// <summary>Times that double from attempt to attempt.</summary>
internal static class Doubling
{
    /// <summary>The time of an attempt, counted from 1.</summary>
    public static TimeSpan Of(TimeSpan first, int attempt, TimeSpan most)
    {
        var time = first * Math.Pow(2, Math.Min(attempt - 1, 10));
        return time < most ? time : most;
    }
}
