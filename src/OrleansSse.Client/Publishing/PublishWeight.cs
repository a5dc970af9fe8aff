namespace OrleansSse.Client.Publishing;

/// <summary>What a publish counts for against bounds of what may be pending, in a process as in a stream.</summary>
internal static class PublishWeight
{
    // About what a waiting publish and each of its events take in memory besides data and types: without this, any number of empty events could wait.
    private const int PublishBytes = 512;
    private const int EventBytes = 64;

    /// <summary>The weight of a publish in bytes.</summary>
    public static long Of(PublishRequest request) => Of(request.Events ?? []);

    /// <summary>The weight of a publish of these events.</summary>
    public static long Of(EventData[] events)
    {
        var bytes = 0L;
        foreach (var data in events) bytes += data?.ByteCount ?? 0;
        return Of(events.Length, bytes);
    }

    /// <summary>The weight of a publish of so many events with so many bytes of data and types.</summary>
    public static long Of(int events, long bytes) => PublishBytes + (EventBytes * events) + bytes;
}
