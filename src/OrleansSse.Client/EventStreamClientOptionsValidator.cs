using Microsoft.Extensions.Options;

namespace OrleansSse.Client;

[OptionsValidator]
internal sealed partial class EventStreamClientOptionsValidator : IValidateOptions<EventStreamClientOptions>;
