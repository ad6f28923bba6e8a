namespace Longwatch.Cli;

/// <summary>What a command tells the shell.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    public const int WrongUsageOrBug = 1;

    /// <summary>The data, or a file, were refused.</summary>
    public const int Refused = 2;

    /// <summary>By Ctrl-C; as shells have it, 128 and the number of the signal.</summary>
    public const int Interrupted = 130;

    /// <summary>The terminal was closed.</summary>
    public const int HungUp = 129;

    /// <summary>By <c>kill</c> or the system.</summary>
    public const int Terminated = 143;
}
