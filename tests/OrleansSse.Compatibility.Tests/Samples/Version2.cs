using OrleansSse.Grains.History;

namespace OrleansSse.Compatibility.Tests.Samples;

/// <summary>Values of the types that the second version brought, and of those to which it added something.</summary>
internal static class Version2
{
    private static readonly StreamPosition Seven = StreamPosition.Parse("k3x9f2ab-7");
    private static readonly StreamPosition Other = StreamPosition.Parse("zzzzzzzz-1");
    private static readonly EventData Data = new("9 °C", "weather") { Key = "Oslo", Ttl = TimeSpan.FromSeconds(90) };
    private static readonly StreamEvent Eighth = new(Seven.Next(), 1_767_225_600_000, Data);

    /// <summary>The values by the names of their files.</summary>
    public static IReadOnlyDictionary<string, object> Values { get; } = new SortedDictionary<string, object>(StringComparer.Ordinal)
    {
        ["EventData"] = Data,
        ["EventData.key"] = new EventData("") { Key = "Oslo" },
        ["EventPush"] = new EventPush(Guid.Parse("0d6a4c1e-6d0b-4f0e-9a83-2a5b6f6f7c11"), Seven, [Eighth], Eighth.Id, IsCompleted: true, Renews: true),
        ["HeadRecord"] = new HeadRecord
        {
            Epoch = Seven.Epoch,
            First = 8,
            Last = 8,
            Tail = new([Eighth], []),
            IsCompleted = true,
            Deleted = [Other.Epoch],
        },
        ["HistoryPage"] = new HistoryPage(Seven, [Eighth], Eighth.Id, new(Other, Eighth.Id, Eighth.Id, IsDeletion: true), IsCompleted: true),
        ["PublishReport"] = new PublishReport(new(PublishOutcome.Appended, Seven, Eighth.Id), null),
        ["PublishReport.error"] = new PublishReport(null, new PublishRefusedException(ErrorCodes.EventTooLarge, "Too large.")),
        ["PublishReports"] = new PublishReports([new PublishReport(new(PublishOutcome.Appended, Seven, Eighth.Id), null)]),
        ["PublishRequest"] = new PublishRequest([Data], "order-7-paid", Seven, TimeSpan.FromSeconds(3), Publisher: 17),
        ["StreamGap"] = new StreamGap(Other, Eighth.Id, Eighth.Id, IsDeletion: true),
        ["StreamHead"] = new StreamHead(Seven, true),
        ["StreamInfo"] = new StreamInfo(8, Eighth.Id, 1, 20, 0, 1, new Retention { MaxEvents = 100 }, Durability.Stored, IsCompleted: true),
        ["StreamStart"] = new StreamStart(StreamStartKind.Snapshot, Seven, 9),
    };
}
