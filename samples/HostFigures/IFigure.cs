namespace HostFigures;

/// <summary>Something about this machine that changes.</summary>
internal interface IFigure
{
    /// <summary>The stream in which it is told.</summary>
    string Stream { get; }

    /// <summary>How it is now; becomes JSON.</summary>
    object Read();
}
