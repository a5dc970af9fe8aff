using Microsoft.Extensions.Options;

namespace OrleansSse.Grains.Options;

[OptionsValidator]
internal sealed partial class EventStreamOptionsValidator : IValidateOptions<EventStreamOptions>;
