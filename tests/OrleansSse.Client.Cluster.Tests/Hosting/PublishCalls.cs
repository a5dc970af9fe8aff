using System.Collections.Concurrent;

namespace OrleansSse.Client.Cluster.Tests.Hosting;

/// <summary>Where calls came from that published to streams: (stream, who called, on which silo), in the order of their arrival.</summary>
internal sealed class PublishCalls : ConcurrentQueue<(string Stream, GrainId? Source, SiloAddress Silo)>;
