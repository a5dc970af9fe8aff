using Orleans.Serialization.Cloning;

namespace OrleansSse.Serialization;

/// <summary>An event never changes: its copy is itself.</summary>
[RegisterCopier]
internal sealed class EventDataCopier : ShallowCopier<EventData>;
