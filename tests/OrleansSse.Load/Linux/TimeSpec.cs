using System.Runtime.InteropServices;

namespace OrleansSse.Load.Linux;

/// <summary><c>struct timespec</c>.</summary>
/// <param name="Seconds">Whole seconds.</param>
/// <param name="Nanoseconds">The rest.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct TimeSpec(nint Seconds, nint Nanoseconds);
