namespace OrleansSse.Load;

/// <summary>The run cannot go on; the message is for the user.</summary>
internal sealed class RunFailedException(string message, Exception? cause = null) : Exception(message, cause);
