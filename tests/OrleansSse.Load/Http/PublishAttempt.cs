namespace OrleansSse.Load.Http;

/// <summary>What came of one try to publish: either of them.</summary>
/// <param name="Acknowledgement">The events are stored.</param>
/// <param name="Failure">It may be tried again: the status and the problem's code, or what became of the connection.</param>
internal readonly record struct PublishAttempt(Acknowledgement? Acknowledgement, string? Failure)
{
    /// <summary>The failure of a try that got no answer.</summary>
    public const string NoAnswer = "no answer";

    /// <summary>The failure of a try that found nobody listening.</summary>
    public const string Refused = "no gateway";
}
