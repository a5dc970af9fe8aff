using System.Globalization;

namespace HostFigures;

/// <summary>The files of <c>/proc</c>.</summary>
internal static class ProcFile
{
    /// <summary>The words of a file's first line.</summary>
    public static string[] FirstLine(string path) => File.ReadLines(path).First().Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public static double Number(string word) => double.Parse(word, CultureInfo.InvariantCulture);
}
