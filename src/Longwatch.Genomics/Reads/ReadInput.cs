namespace Longwatch.Genomics.Reads;

/// <summary>One input of reads: a file or standard input, with the file of its mates when there are two.</summary>
/// <param name="Path">Path as the user named it; <see cref="StandardInput"/> for a pipe.</param>
/// <param name="MatePath">The file with the second reads of the same fragments in the same order; null when there is none.</param>
public sealed record ReadInput(string Path, string? MatePath = null)
{
    /// <summary>The path that means standard input.</summary>
    public const string StandardInput = "-";

    /// <summary>Turns what the user named into inputs: files of mates are put together when their names say so and their contents agree.</summary>
    /// <exception cref="UnreadableInputException">Nothing named, one named twice, standard input named beside others twice, or a file is missing; all problems at once.</exception>
    public static IReadOnlyList<ReadInput> Resolve(IReadOnlyList<string> paths) => InputPairs.Resolve(paths);

    /// <summary>True for regular files: a pipe, named or not, gives its bytes once.</summary>
    internal bool CanReadTwice => IsFile(Path) && (MatePath is null || IsFile(MatePath));

    /// <summary>True for a regular file that holds something; asked without opening it, for who writes into a pipe would see the reader go.</summary>
    internal static bool IsFile(string path)
    {
        if (path == StandardInput)
            return false;
        var file = new FileInfo(path);
        return (file.ResolveLinkTarget(returnFinalTarget: true) ?? file) is FileInfo { Exists: true, Length: > 0 };
    }

    /// <summary>How messages name a path.</summary>
    internal static string NameOf(string path) => path == StandardInput ? "standard input" : path;
}
