using Microsoft.Extensions.Options;

namespace HostFigures;

[OptionsValidator]
internal sealed partial class FiguresOptionsValidator : IValidateOptions<FiguresOptions>;
