namespace OrleansSse.Client.Reading;

/// <summary>What a reader gets at once.</summary>
/// <param name="Events">Consecutive events, or some of a snapshot; also such as have expired.</param>
/// <param name="Gap">What is missing before them; null: nothing.</param>
/// <param name="IsEnd">True if the stream is completed, and nothing comes after this.</param>
internal readonly record struct StreamPart(StreamEvent[] Events, StreamGap? Gap, bool IsEnd = false);
