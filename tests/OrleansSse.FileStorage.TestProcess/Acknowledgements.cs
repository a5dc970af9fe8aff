using System.Text;

namespace OrleansSse.FileStorage.TestProcess;

/// <summary>Tells the parent what was done. A line is one short write to a pipe: it arrives whole or not at all.</summary>
internal sealed class Acknowledgements(Stream output)
{
    private readonly Lock _sync = new();

    public static Acknowledgements ToStandardOutput() => new(Console.OpenStandardOutput());

    public void Tell(string fact, int writer, long number)
    {
        lock (_sync) output.Write(Encoding.ASCII.GetBytes($"{fact} {writer} {number}\n"));
    }
}
