using System.Text;
using System.Text.RegularExpressions;
using Longwatch.Genomics.Screening;

namespace Longwatch.Genomics.Reads;

/// <summary>Puts the two files of mates together: names propose, contents decide.</summary>
internal static partial class InputPairs
{
    /// <summary>What stands before and after the number of the mate: <c>_R1_001.fastq</c>, <c>_1.fq</c>, <c>.R1.</c>, <c>-r2.</c>.</summary>
    [GeneratedRegex(
        @"^(?<before>(?:.*[/._-])?[Rr]?)(?<mate>[12])(?<after>(?:_\d{3})?\.[^/]*)$",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
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

        var inputs = new List<ReadInput>();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            if (!taken.Add(path))
                continue;
            var mate = paths.FirstOrDefault(p => !taken.Contains(p) && AreMatesByName(path, p) && AreMatesByContent(path, p));
            if (mate is null)
            {
                inputs.Add(new(path));
                continue;
            }

            taken.Add(mate);
            inputs.Add(MateNumber(path) == 1 ? new(path, mate) : new(mate, path));
        }

        return inputs;
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

    private static bool AreMatesByContent(string first, string second)
    {
        var a = FirstName(first);
        var b = FirstName(second);
        // Two FASTQ files whose names say mates are read as such even when their first names differ: the reader then names the pair.
        return a is not null && b is not null;
    }

    private static string? FirstName(string path)
    {
        if (!File.Exists(path))
            return null; // a pipe is not looked into twice
        using var source = ByteSource.Open(path);
        if (!source.CanReopen)
            return null;
        var kind = ContentKind.Of(source);
        if (kind.Format != ReadFormat.Fastq)
            return null;
        var text = kind.FirstText(source).AsSpan();
        var end = text.IndexOfAny((byte)'\n', (byte)' ', (byte)'\t');
        return Encoding.UTF8.GetString(text[1..(end < 0 ? text.Length : end)]);
    }
}
