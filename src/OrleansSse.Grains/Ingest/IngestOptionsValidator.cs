using Microsoft.Extensions.Options;

namespace OrleansSse.Grains.Ingest;

internal sealed class IngestOptionsValidator : IValidateOptions<IngestOptions>
{
    public ValidateOptionsResult Validate(string? name, IngestOptions options) =>
        options.Namespaces.Any(string.IsNullOrWhiteSpace)
            ? ValidateOptionsResult.Fail($"{IngestOptions.Section}:{nameof(IngestOptions.Namespaces)}: a namespace has at least one character that is no space.")
            : ValidateOptionsResult.Success;
}
