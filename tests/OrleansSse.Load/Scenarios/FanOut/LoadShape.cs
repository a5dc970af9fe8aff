namespace OrleansSse.Load.Scenarios.FanOut;

/// <summary>How many there are of what, in a load.</summary>
/// <param name="Connections">Subscribers.</param>
/// <param name="Size">Bytes of data an event.</param>
/// <param name="Streams">Streams; the subscribers are spread over them evenly.</param>
/// <param name="Publishers">Connections that publish.</param>
/// <param name="ConnectingAtOnce">Subscribers that may wait for an answer at once.</param>
internal sealed record LoadShape(int Connections, int Size, int Streams = 1, int Publishers = 1, int ConnectingAtOnce = 256);
