namespace OrleansSse.AspNetCore.DirectPublishing;

/// <summary>What one request publishes.</summary>
internal readonly record struct DirectPublish(StreamName Stream, EventData Data);
