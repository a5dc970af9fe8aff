using OrleansSse.Grains.History;

namespace OrleansSse.Compatibility.Tests.Samples;

/// <summary>Values of all that has events in it: since the third version an event is one run of bytes.</summary>
internal static class Version3
{
    private static readonly StreamPosition Seven = StreamPosition.Parse("k3x9f2ab-7");
    private static readonly EventData Plain = new("two\nlines");
    private static readonly EventData Data = new("9 °C", "weather") { Key = "Oslo", Ttl = TimeSpan.FromSeconds(90) };
    private static readonly StreamEvent Eighth = new(Seven.Next(), 1_767_225_600_000, Data);
    private static readonly StreamEvent Ninth = new(Eighth.Id.Next(), 1_767_225_600_001, Plain);
    private static readonly SegmentRecord Segment = new([Eighth, Ninth], [new("order-7-paid", 8, 2, 0xFEDC_BA98_7654_3210)]);

    /// <summary>The values by the names of their files.</summary>
    public static IReadOnlyDictionary<string, object> Values { get; } = new SortedDictionary<string, object>(StringComparer.Ordinal)
    {
        ["EventData"] = Data,
        ["EventData.plain"] = Plain,
        ["EventPush"] = new EventPush(Guid.Parse("0d6a4c1e-6d0b-4f0e-9a83-2a5b6f6f7c11"), Seven, [Eighth, Ninth], Ninth.Id, Renews: true),
        ["HeadRecord"] = new HeadRecord { Epoch = Seven.Epoch, First = 8, Last = 9, Tail = Segment },
        ["HistoryPage"] = new HistoryPage(Seven, [Eighth, Ninth], Ninth.Id, null),
        ["PublishRequest"] = new PublishRequest([Data, Plain], "order-7-paid", Seven, TimeSpan.FromSeconds(3), Publisher: 17),
        ["SegmentRecord"] = Segment,
        ["StreamEvent"] = Eighth,
    };
}
