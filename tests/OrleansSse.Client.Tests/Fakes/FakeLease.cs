namespace OrleansSse.Client.Tests.Fakes;

/// <summary>Who is told by a fake stream, and how far it has been.</summary>
internal sealed class FakeLease(IStreamObserver observer)
{
    public IStreamObserver Observer => observer;

    public StreamPosition Told { get; set; }
}
