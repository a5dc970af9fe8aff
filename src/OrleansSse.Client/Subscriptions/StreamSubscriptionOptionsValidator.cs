using Microsoft.Extensions.Options;

namespace OrleansSse.Client.Subscriptions;

[OptionsValidator]
internal sealed partial class StreamSubscriptionOptionsValidator : IValidateOptions<StreamSubscriptionOptions>;
