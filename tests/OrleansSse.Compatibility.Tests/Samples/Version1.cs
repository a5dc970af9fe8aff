using System.Net;
using OrleansSse.Client.OrleansStreams;
using OrleansSse.FileStorage;
using OrleansSse.Grains.History;

namespace OrleansSse.Compatibility.Tests.Samples;

/// <summary>One or more values of every type that the first version stored or sent.</summary>
internal static class Version1
{
    private static readonly StreamPosition Seven = StreamPosition.Parse("k3x9f2ab-7");
    private static readonly StreamPosition Nine = StreamPosition.Parse("k3x9f2ab-9");
    private static readonly StreamPosition Other = StreamPosition.Parse("zzzzzzzz-1");
    private static readonly EventData Typed = new("{\"item\":\"tea\",\"price\":\"2 €\"}", "ordered");
    private static readonly EventData Untyped = new("two\nlines");
    private static readonly StreamEvent Eighth = new(Seven.Next(), 1_767_225_600_000, Typed);
    private static readonly StreamEvent Ninth = new(Nine, 1_767_225_600_001, Untyped);
    private static readonly StreamGap Gap = new(Other, Seven, Nine);
    private static readonly SegmentRecord Segment = new([Eighth, Ninth], [new("order-7-paid", 8, 2, 0xFEDC_BA98_7654_3210)]);

    /// <summary>The values by the names of their files.</summary>
    public static IReadOnlyDictionary<string, object> Values { get; } = new SortedDictionary<string, object>(StringComparer.Ordinal)
    {
        ["ActiveSilos"] = new ActiveSilos(12, [SiloAddress.New(IPAddress.Loopback, 11111, 5), SiloAddress.New(IPAddress.IPv6Loopback, 11112, 6)]),
        ["Durability"] = Durability.Memory,
        ["EventData"] = Typed,
        ["EventData.empty"] = new EventData(""),
        ["EventData.untyped"] = Untyped,
        ["EventPush"] = new EventPush(Guid.Parse("0d6a4c1e-6d0b-4f0e-9a83-2a5b6f6f7c11"), Seven, [Eighth, Ninth], Nine),
        ["EventPush.empty"] = new EventPush(Guid.Parse("0d6a4c1e-6d0b-4f0e-9a83-2a5b6f6f7c12"), Seven, [], Nine),
        ["EventSerializationException"] = new EventSerializationException("Not a value.", new FormatException("Not JSON.")),
        ["EventStreamSequenceToken"] = new EventStreamSequenceToken(Nine),
        ["FileStorageException"] = new FileStorageException("The disk is full.", new IOException("No space left.")),
        ["HeadRecord"] = new HeadRecord
        {
            Epoch = Nine.Epoch,
            First = 3,
            Last = 9,
            Segments = [new(3, 2, 40, 1_767_225_599_000, 1, 0x0123_4567_89AB_CDEF), new(5, 3, 60, 1_767_225_599_500, 0, 2)],
            Tail = Segment,
            Retention = new(MaxEvents: 100, MaxAge: TimeSpan.FromHours(48)),
            Discarded = [new(1, 2, 30, 1_767_225_598_000, 0, 1)],
        },
        ["HeadRecord.absent"] = HeadRecord.Absent,
        ["HistoryPage"] = new HistoryPage(Seven, [Eighth, Ninth], Nine, null),
        ["HistoryPage.gap"] = new HistoryPage(Seven, [], Nine, Gap),
        ["InvalidSequenceTokenException"] = new InvalidSequenceTokenException("Of another provider."),
        ["InvalidStreamNameException"] = new InvalidStreamNameException("Not a name."),
        ["KeyedPublish"] = Segment.Keys[0],
        ["OutcomeUnknownException"] = new OutcomeUnknownException("Nobody knows.", new TimeoutException("No answer.")),
        ["PublishOutcome"] = PublishOutcome.UnexpectedLast,
        ["PublishRefusedException"] = new PublishRefusedException(ErrorCodes.EventTooLarge, "Too large."),
        ["PublishRequest"] = new PublishRequest([Typed, Untyped], "order-7-paid", Seven, TimeSpan.FromSeconds(3)),
        ["PublishRequest.plain"] = new PublishRequest([Typed]),
        ["PublishResult"] = new PublishResult(PublishOutcome.Repeated, Seven, Nine),
        ["ReadRequest"] = new ReadRequest(StreamStart.After(Seven), 10, 4096),
        ["Retention"] = new Retention { MaxEvents = 5, MaxBytes = 6, MaxAge = TimeSpan.FromMinutes(7) },
        ["RetentionOverride"] = new RetentionOverride(5, 6, TimeSpan.FromMinutes(7)),
        ["RetentionOverride.empty"] = new RetentionOverride(),
        ["SegmentInfo"] = new SegmentInfo(3, 2, 40, 1_767_225_599_000, 1, 0x0123_4567_89AB_CDEF),
        ["SegmentRecord"] = Segment,
        ["StreamEpoch"] = Nine.Epoch,
        ["StreamEvent"] = Eighth,
        ["StreamEvent.untyped"] = Ninth,
        ["StreamGap"] = Gap,
        ["StreamGapException"] = new StreamGapException(Gap),
        ["StreamInfo"] = new StreamInfo(3, Nine, 7, 140, 2, 1, new Retention { MaxEvents = 100 }, Durability.Memory),
        ["StreamName"] = StreamName.Parse("orders.eu"),
        ["StreamOverloadedException"] = new StreamOverloadedException("Too much waits.", TimeSpan.FromMilliseconds(250)),
        ["StreamPosition"] = Nine,
        ["StreamPosition.origin"] = StreamPosition.Origin,
        ["StreamStart"] = StreamStart.Since(DateTimeOffset.FromUnixTimeMilliseconds(1_767_225_600_000)),
        ["StreamStart.after"] = StreamStart.After(Seven),
        ["StreamStartKind"] = StreamStartKind.Recent,
        ["StreamUnavailableException"] = new StreamUnavailableException("Not now.", new TimeoutException("No answer.")),
    };
}
