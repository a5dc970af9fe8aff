using Microsoft.Extensions.Options;

namespace OrleansSse.AspNetCore;

[OptionsValidator]
internal sealed partial class GatewayOptionsValidator : IValidateOptions<GatewayOptions>;
