namespace OrleansSse.Grains.Tests.ExactlyOnce;

/// <summary>What goes wrong with one call to a stream.</summary>
public enum CallFault
{
    None,

    /// <summary>It does not arrive, and its caller is told so by the cluster.</summary>
    LostOnTheWay,

    /// <summary>It does not arrive, and nobody says so.</summary>
    LostInSilence,

    /// <summary>It is done, and the answer is replaced by a failure of the cluster.</summary>
    AnswerLost,

    /// <summary>It is done, and the answer never comes.</summary>
    AnswerLostInSilence,

    /// <summary>The silo is lost with the call: another takes the stream over at once, while the first one's writes may still land.</summary>
    SiloLostMeanwhile,

    /// <summary>The storage fails before it has stored anything.</summary>
    StorageFails,

    /// <summary>The storage stores, and fails.</summary>
    StorageFailsAfterStoring,

    /// <summary>The stream cannot be read, or has too much pending.</summary>
    Refused,
}
