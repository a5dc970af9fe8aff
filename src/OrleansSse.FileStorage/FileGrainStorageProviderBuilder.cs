using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Providers;
using Orleans.Storage;
using OrleansSse.FileStorage;

[assembly: RegisterProvider("File", "GrainStorage", "Silo", typeof(FileGrainStorageProviderBuilder))]

namespace OrleansSse.FileStorage;

/// <summary>Makes <c>Orleans:GrainStorage:{name}:ProviderType=File</c> a storage of this kind.</summary>
internal sealed class FileGrainStorageProviderBuilder : IProviderBuilder<ISiloBuilder>
{
    public void Configure(ISiloBuilder builder, string? name, IConfigurationSection configurationSection) =>
        builder.AddFileGrainStorage(
            name ?? ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME,
            (OptionsBuilder<FileGrainStorageOptions> options) => options
                .Bind(configurationSection)
                .Configure<IServiceProvider>((settings, services) =>
                {
                    if (configurationSection["SerializerKey"] is { Length: > 0 } key)
                        settings.GrainStorageSerializer = services.GetRequiredKeyedService<IGrainStorageSerializer>(key);
                }));
}
