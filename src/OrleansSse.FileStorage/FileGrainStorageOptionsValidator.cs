using Microsoft.Extensions.Options;

namespace OrleansSse.FileStorage;

[OptionsValidator]
internal sealed partial class FileGrainStorageOptionsValidator : IValidateOptions<FileGrainStorageOptions>;
