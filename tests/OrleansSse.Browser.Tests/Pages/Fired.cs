namespace OrleansSse.Browser.Tests.Pages;

/// <summary>An event that an EventSource fired.</summary>
/// <param name="Source">The name under which the page keeps the EventSource.</param>
/// <param name="Kind">The event's type.</param>
/// <param name="Data">Its data; null if it has none, as when a connection opens or breaks.</param>
/// <param name="Id">Its last event id.</param>
/// <param name="State">The EventSource's readyState: 0 connecting, 1 open, 2 closed.</param>
/// <param name="At">When, in milliseconds of the page's clock.</param>
internal sealed record Fired(string Source, string Kind, string? Data, string Id, int State, double At);
