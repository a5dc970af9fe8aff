using System.Net;

namespace OrleansSse.AspNetCore.DirectPublishing;

/// <summary>Requests to a stream that follow each other and are published together.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Events">The event of each request.</param>
/// <param name="Client">Who publishes.</param>
/// <param name="Publish">What becomes of them.</param>
internal readonly record struct PublishRun(StreamName Stream, EventData[] Events, IPAddress? Client, Task<PublishResult> Publish);
