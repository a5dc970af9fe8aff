using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Runtime.Hosting;
using Orleans.Storage;

namespace OrleansSse.FileStorage;

/// <summary>Adds grain storage in a directory to a silo.</summary>
public static class FileGrainStorageSiloBuilderExtensions
{
    /// <summary>
    /// Adds grain storage in a directory. The same from configuration:
    /// <c>Orleans:GrainStorage:{name}:ProviderType=File</c> and <c>Orleans:GrainStorage:{name}:Directory</c>.
    /// </summary>
    /// <param name="builder">The silo.</param>
    /// <param name="name">The name of the storage provider.</param>
    /// <param name="configure">Sets options; without it the directory is <c>./data</c>.</param>
    public static ISiloBuilder AddFileGrainStorage(
        this ISiloBuilder builder, string name, Action<FileGrainStorageOptions>? configure = null) =>
        builder.AddFileGrainStorage(name, (OptionsBuilder<FileGrainStorageOptions> options) => options.Configure(configure ?? (_ => { })));

    internal static ISiloBuilder AddFileGrainStorage(
        this ISiloBuilder builder, string name, Action<OptionsBuilder<FileGrainStorageOptions>> configure)
    {
        var options = builder.Services.AddOptionsWithValidateOnStart<FileGrainStorageOptions>(name);
        configure(options);
        options.PostConfigure<IServiceProvider>((settings, services) =>
            settings.GrainStorageSerializer ??= services.GetKeyedService<IGrainStorageSerializer>(name));
        builder.Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<FileGrainStorageOptions>, FileGrainStorageOptionsValidator>());
        builder.Services.AddGrainStorage(name, FileGrainStorage.Create);
        return builder;
    }
}
