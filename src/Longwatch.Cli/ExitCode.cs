namespace Longwatch.Cli;

/// <summary>What a command tells the shell.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The data, or a file, were refused.</summary>
    public const int Refused = 2;
}
