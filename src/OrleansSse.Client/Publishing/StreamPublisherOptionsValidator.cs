using Microsoft.Extensions.Options;

namespace OrleansSse.Client.Publishing;

[OptionsValidator]
internal sealed partial class StreamPublisherOptionsValidator : IValidateOptions<StreamPublisherOptions>;
