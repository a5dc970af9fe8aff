namespace OrleansSse.AspNetCore.Publishing;

/// <summary>What is said of an event besides its data.</summary>
/// <param name="Type">The type; null or empty: <c>message</c>.</param>
/// <param name="Key">The key, which is one; null: none.</param>
/// <param name="Ttl">For how long it is to be shown, within bounds; null: for good.</param>
internal readonly record struct EventFields(string? Type = null, string? Key = null, TimeSpan? Ttl = null);
