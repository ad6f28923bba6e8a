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

        return ByFirstRecord(inputs);
    }

    /// <summary>
    /// Files that begin with the same read: mates whose file names do not say so are put together, the same reads under another name are refused.
    /// Mates read as two files of their own would count as two fragments each.
    /// </summary>
    private static List<ReadInput> ByFirstRecord(List<ReadInput> inputs)
    {
        var problems = new List<InputProblem>();
        var result = new List<ReadInput>();
        var firsts = new List<FirstRecord?>();
        foreach (var input in inputs)
        {
            var first = FirstRecord.Of(input.Path);
            var earlier = first is null ? -1 : firsts.FindIndex(f => f?.Fragment == first.Fragment);
            if (earlier >= 0 && firsts[earlier]!.Bases == first!.Bases)
                problems.Add(
                    new(input.Path, null, $"begins with the same read as {result[earlier].Path}: its reads would count twice; name it once")
                );
            else if (earlier >= 0 && input.MatePath is null && result[earlier].MatePath is null)
            {
                var (one, two) = (firsts[earlier]!.Mate, first!.Mate);
                if ((one, two) is (1, 2))
                    result[earlier] = new(result[earlier].Path, input.Path);
                else if ((one, two) is (2, 1))
                    result[earlier] = new(input.Path, result[earlier].Path);
                else
                    problems.Add(
                        new(
                            input.Path,
                            null,
                            $"begins with a read of the same name as {result[earlier].Path}; name files of mates alike but for 1 and 2 "
                                + "(S_R1.fastq.gz and S_R2.fastq.gz), and give the reads of lanes names of their own"
                        )
                    );
                continue;
            }

            result.Add(input);
            firsts.Add(first);
        }

        var alone = result.Select((r, i) => r.MatePath is null ? firsts[i] : null).ToList();
        var (mateOne, mateTwo) = (alone.FindIndex(f => f?.Mate == 1), alone.FindIndex(f => f?.Mate == 2));
        if (mateOne >= 0 && mateTwo >= 0)
            problems.Add(
                new(
                    result[mateTwo].Path,
                    "record 1",
                    $"holds second mates, and {result[mateOne].Path} first ones, but they begin with '{alone[mateTwo]!.Fragment}' and "
                        + $"'{alone[mateOne]!.Fragment}': they are out of step, or of different lanes; give both files of each lane"
                )
            );
        return problems.Count == 0 ? result : throw new UnreadableInputException(problems);
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
    private static bool AreMatesByContent(string first, string second) =>
        FirstRecord.Of(first) is not null && FirstRecord.Of(second) is not null;

    /// <summary>The first read of a FASTQ file.</summary>
    /// <param name="Fragment">Its name without the number of the mate.</param>
    /// <param name="Mate">1 or 2 as <c>/1</c> or <c> 1:N:0:…</c> says; 0 when nothing says it.</param>
    private sealed record FirstRecord(string Fragment, int Mate, string Bases)
    {
        /// <summary>Null when the file is not FASTQ, or a pipe, which is not looked into twice.</summary>
        public static FirstRecord? Of(string path)
        {
            if (!ReadInput.IsFile(path))
                return null;
            using var source = ByteSource.Open(path);
            var kind = ContentKind.Of(source);
            if (kind.Format != ReadFormat.Fastq)
                return null;
            var lines = Encoding.Latin1.GetString(kind.FirstText(source)).Split('\n', 3);
            var words = lines[0][1..].TrimEnd('\r').Split((char[])[' ', '\t'], 2);
            var (name, comment) = (words[0], words.Length > 1 ? words[1] : "");
            var marked = name.EndsWith("/1", StringComparison.Ordinal) || name.EndsWith("/2", StringComparison.Ordinal);
            var mark =
                marked ? name[^1]
                : comment is ['1' or '2', ':', ..] ? comment[0]
                : '0';
            return new(marked ? name[..^2] : name, mark - '0', lines.Length > 1 ? lines[1].TrimEnd('\r') : "");
        }
    }
}
