using Orleans.Serialization;

namespace OrleansSse.Client;

/// <summary>
/// Tells failures of calls from answers to them. Orleans says in many ways that a call was not answered, or not by the stream; and a silo that fails with
/// what the library of its storage throws, which cannot be sent, says only that.
/// </summary>
internal static class Unanswered
{
    /// <summary>True if what became of the call is not known.</summary>
    public static bool Is(Exception exception) => exception is TimeoutException or OrleansException or SerializerException;
}
