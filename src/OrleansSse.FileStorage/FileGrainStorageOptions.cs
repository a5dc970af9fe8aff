using System.ComponentModel.DataAnnotations;
using Orleans.Storage;

namespace OrleansSse.FileStorage;

/// <summary>How a grain storage keeps its records in a directory.</summary>
public sealed class FileGrainStorageOptions
{
    /// <summary>
    /// The directory, used by nothing else; default <c>./data</c>. A relative path starts at the host's content root,
    /// or at the current directory where there is no host.
    /// </summary>
    [Required]
    public string Directory { get; set; } = "./data";

    /// <summary>How many writes may wait for the disk at once, each on a thread of its own; default 16.</summary>
    [Range(1, 256)]
    public int MaxConcurrentWrites { get; set; } = 16;

    /// <summary>
    /// How state becomes bytes. Null, the default: the serializer registered under the provider's name, else Orleans'
    /// binary format.
    /// </summary>
    public IGrainStorageSerializer? GrainStorageSerializer { get; set; }
}
