namespace OrleansSse.Grains.Tests;

/// <summary>Makes what tests publish.</summary>
internal static class Events
{
    public static EventData[] Of(params string[] data) => [.. data.Select(text => new EventData(text))];

    /// <summary>Events of so many bytes each, told apart by their first characters.</summary>
    public static EventData[] Many(int count, int bytes = 8) =>
        [.. Enumerable.Range(1, count).Select(i => new EventData(i.ToString("D8", null).PadRight(bytes, '.')))];

    public static PublishRequest Publish(params string[] data) => new(Of(data));

    public static PublishRequest Keyed(string key, params string[] data) => new(Of(data), key);

    public static long[] Sequences(this HistoryPage page) => [.. page.Events.Select(e => e.Id.Sequence)];

    public static string[] Texts(this IEnumerable<StreamEvent> events) => [.. events.Select(e => e.Data.Text)];
}
