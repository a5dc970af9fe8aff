using System.CommandLine;

namespace OrleansSse.Load;

/// <summary>The options that every scenario has.</summary>
internal static class RunOptions
{
    /// <summary>Where to write the figures as JSON.</summary>
    public static Option<FileInfo?> Json { get; } = new("--json")
    {
        Description = "Write the figures to this file, as JSON.",
        HelpName = "FILE",
        Recursive = true,
        Validators =
        {
            result =>
            {
                if (result.GetValueOrDefault<FileInfo?>() is not { } file) return;
                if (file.Directory is not { Exists: true }) result.AddError($"--json: there is no directory '{file.DirectoryName}'.");
                if (System.IO.Directory.Exists(file.FullName)) result.AddError($"--json: '{file}' is a directory.");
            },
        },
    };

    /// <summary>Another gateway than the one built with this tool.</summary>
    public static Option<FileInfo> Gateway { get; } = new Option<FileInfo>("--gateway")
    {
        Description = "Start this gateway, a .dll or an executable, instead of the one built with this tool.",
        HelpName = "FILE",
        Recursive = true,
    }.AcceptExistingOnly();

    /// <summary>Environment of the gateway.</summary>
    public static Option<string[]> Environment { get; } = new("--env")
    {
        Description = "Set an environment variable of the gateway, or of the silos; may be repeated.",
        HelpName = "NAME=VALUE",
        Recursive = true,
        DefaultValueFactory = _ => [],
        Validators =
        {
            result =>
            {
                foreach (var token in result.Tokens.Where(token => token.Value.IndexOf('=', StringComparison.Ordinal) < 1))
                    result.AddError($"--env: '{token.Value}' is not of the form NAME=VALUE.");
            },
        },
    };

    /// <summary>The disk to measure on.</summary>
    public static Option<DirectoryInfo> Directory { get; } = new Option<DirectoryInfo>("--directory")
    {
        Description = "Make the gateway's temporary data directory in this one: it decides which disk is measured.",
        HelpName = "DIR",
        Recursive = true,
        DefaultValueFactory = _ => new(Path.GetTempPath()),
    }.AcceptExistingOnly();

    /// <summary>Whether the data directory outlives the run.</summary>
    public static Option<bool> Keep { get; } = new("--keep")
    {
        Description = "Keep the gateway's data and log afterwards. A run that fails always does.",
        Recursive = true,
    };

    /// <summary>Adds the options to the root, and so to every scenario.</summary>
    public static void AddTo(RootCommand root)
    {
        root.Add(Json);
        root.Add(Gateway);
        root.Add(Environment);
        root.Add(Directory);
        root.Add(Keep);
    }
}
