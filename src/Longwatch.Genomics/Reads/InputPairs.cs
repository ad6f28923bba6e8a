using System.Text.RegularExpressions;
using Longwatch.Genomics.Screening;

namespace Longwatch.Genomics.Reads;

/// <summary>Puts the two files of mates together: by their names where these tell, else by their first records.</summary>
internal static partial class InputPairs
{
    /// <summary>What stands before and after the number of the mate: <c>_R1_001.fastq</c>, <c>_1.fq</c>, <c>.R1.</c>, <c>-r2.</c>.</summary>
    [GeneratedRegex(
        @"^(?<before>(?:.*[/._-])?[Rr]?)(?<mate>[12])(?<after>(?:_\d{3})?\.[^/]*)$",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 5000 // compiled with the program: one that cannot backtrack is built in 20 ms of every run
    )]
    private static partial Regex MateName();

    public static IReadOnlyList<ReadInput> Resolve(IReadOnlyList<string> paths)
    {
        var problems = new List<InputProblem>();
        if (paths.Count == 0)
            problems.Add(new("reads", null, "none were named; name BAM, CRAM, SAM or FASTQ files, or - for standard input"));
        foreach (var twice in paths.GroupBy(Identity, StringComparer.Ordinal).Where(g => g.Count() > 1))
            problems.Add(new(ReadInput.NameOf(twice.First()), null, "is named twice; its reads would count twice"));
        foreach (var missing in paths.Where(p => p != ReadInput.StandardInput && !Path.Exists(p)))
            problems.Add(new(missing, null, "does not exist"));
        if (problems.Count > 0)
            throw new UnreadableInputException(problems);

        var byName = new Dictionary<string, ReadInput>(StringComparer.Ordinal);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in paths)
            if (!taken.Contains(path) && paths.FirstOrDefault(p => p != path && !taken.Contains(p) && AreMates(path, p)) is { } mate)
            {
                taken.UnionWith([path, mate]);
                byName.Add(path, MateNumber(path) == 1 ? new(path, mate) : new(mate, path));
            }

        string[] left = [.. paths.Where(p => !taken.Contains(p))];
        var byContent = MateFiles.Pair(left, problems);
        if (problems.Count > 0)
            throw new UnreadableInputException(problems);
        taken.UnionWith(byContent.Values.SelectMany(p => new[] { p.Path, p.MatePath! }));
        return
        [
            .. paths
                .Select(p => byName.GetValueOrDefault(p) ?? byContent.GetValueOrDefault(p) ?? (taken.Contains(p) ? null : new ReadInput(p)))
                .OfType<ReadInput>(),
        ];
    }

    /// <summary>True for two names that differ in the number of the mate only.</summary>
    internal static bool AreMatesByName(string first, string second)
    {
        var a = MateName().Match(first);
        var b = MateName().Match(second);
        return a.Success
            && b.Success
            && a.Groups["before"].Value == b.Groups["before"].Value
            && a.Groups["after"].Value == b.Groups["after"].Value
            && a.Groups["mate"].Value != b.Groups["mate"].Value;
    }

    private static int MateNumber(string path) => MateName().Match(path).Groups["mate"].Value == "2" ? 2 : 1;

    private static string Identity(string path) => path == ReadInput.StandardInput ? path : Path.GetFullPath(path);

    /// <summary>Two FASTQ files whose names say mates are read as such even when their first reads differ: the reader then names the pair.</summary>
    private static bool AreMates(string first, string second) => AreMatesByName(first, second) && IsFastq(first) && IsFastq(second);

    private static bool IsFastq(string path)
    {
        if (!ReadInput.IsFile(path))
            return false; // a pipe is not looked into twice
        using var source = ByteSource.Open(path);
        return source.CanReopen && ContentKind.Of(source).Format == ReadFormat.Fastq;
    }
}
