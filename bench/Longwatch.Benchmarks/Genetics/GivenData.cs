using Longwatch.Benchmarks.Results;

namespace Longwatch.Benchmarks.Genetics;

/// <summary>Sequences that are given beside the repository and never part of it: <c>LONGWATCH_GIVEN</c>, else <c>../shared/data/genomics</c>.</summary>
internal static class GivenData
{
    internal static string Root { get; } =
        Environment.GetEnvironmentVariable("LONGWATCH_GIVEN") is { Length: > 0 } folder
            ? folder
            : Path.GetFullPath(Path.Combine(Home.Root, "..", "shared", "data", "genomics"));

    internal static string File(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>False, with a message, when the reference pieces are not there: a study on other data would not be this study.</summary>
    internal static bool Present(string study)
    {
        if (System.IO.File.Exists(File("reference", "22_20-21M.fa")))
            return true;
        Console.Error.WriteLine($"{study}: left out, since the given genomics data is not at {Root} (set LONGWATCH_GIVEN).");
        return false;
    }
}
