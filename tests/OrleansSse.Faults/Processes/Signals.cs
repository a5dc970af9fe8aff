using System.ComponentModel;
using System.Runtime.InteropServices;

namespace OrleansSse.Faults.Processes;

/// <summary>The signals that .NET cannot send.</summary>
internal static partial class Signals
{
    private const int NoSuchProcess = 3;

    /// <summary>Ends a process at once.</summary>
    public static void Kill(int processId) => Send(processId, 9);

    /// <summary>Asks a process to end.</summary>
    public static void Terminate(int processId) => Send(processId, 15);

    /// <summary>Stops a process where it stands.</summary>
    public static void Freeze(int processId) => Send(processId, 19);

    /// <summary>Lets a stopped process go on.</summary>
    public static void Continue(int processId) => Send(processId, 18);

    private static void Send(int processId, int signal)
    {
        if (SendSignal(processId, signal) == 0) return;
        var error = Marshal.GetLastPInvokeError();
        // It has ended by itself meanwhile.
        if (error != NoSuchProcess) throw new Win32Exception(error);
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int processId, int signal);
}
