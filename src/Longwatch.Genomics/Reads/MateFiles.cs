using System.Text;
using Longwatch.Genomics.Screening;

namespace Longwatch.Genomics.Reads;

/// <summary>Finds the two files of mates among FASTQ files whose names do not tell: files that begin with one fragment belong together.</summary>
internal static class MateFiles
{
    /// <summary>The first record of a FASTQ file, and the name of the second.</summary>
    /// <param name="Fragment">Name up to the first blank, without the number of the mate.</param>
    /// <param name="Mate">1 or 2 as the record says; 0 when it does not.</param>
    internal sealed record Head(string Path, string Fragment, int Mate, string Bases, bool Interleaved);

    /// <summary>Pairs by the file that comes first; a mate that its record numbers as the first is put first.</summary>
    /// <param name="problems">Files that begin with one fragment and cannot be mates.</param>
    public static Dictionary<string, ReadInput> Pair(IEnumerable<string> paths, List<InputProblem> problems)
    {
        var pairs = new Dictionary<string, ReadInput>(StringComparer.Ordinal);
        foreach (var same in paths.Select(Look).OfType<Head>().GroupBy(h => h.Fragment, StringComparer.Ordinal))
        {
            Head[] files = [.. same];
            if (files.Length == 1)
                continue;
            if (WhyNoMates(files) is { } why)
            {
                problems.Add(
                    new(
                        files[0].Path,
                        "record 1",
                        $"begins with the same fragment ({same.Key}) as {string.Join(", ", files[1..].Select(f => f.Path))}, {why}"
                    )
                );
                continue;
            }

            var (first, second) = files[0].Mate == 2 || files[1].Mate == 1 ? (files[1], files[0]) : (files[0], files[1]);
            pairs.Add(files[0].Path, new(first.Path, second.Path));
        }

        return pairs;
    }

    private static string? WhyNoMates(Head[] files) =>
        files.Length > 2
            ? "and only two files can be mates; name them so that they differ in _R1 and _R2 only, or leave out what is there twice"
        : files[0].Bases == files[1].Bases && files[0].Mate == files[1].Mate
            ? "and with the same bases: the reads of one file would count twice; leave one out"
        : files[0].Mate != 0 && files[0].Mate == files[1].Mate
            ? $"and both are said to be read {files[0].Mate} of it, so they are no mates; give each file with its own mates"
        : files.Any(f => f.Interleaved) ? "but one of them holds both mates of its fragments already; leave the other out"
        : null;

    /// <summary>Null for what is no FASTQ file, or a pipe, which is not looked into twice.</summary>
    private static Head? Look(string path)
    {
        if (!ReadInput.IsFile(path))
            return null;
        using var source = ByteSource.Open(path);
        if (!source.CanReopen)
            return null;
        var kind = ContentKind.Of(source);
        if (kind.Format != ReadFormat.Fastq)
            return null;
        var lines = Encoding.Latin1.GetString(kind.FirstText(source)).Split('\n', 6);
        var (fragment, mate) = Name(lines[0]);
        var interleaved = lines.Length > 5 && Name(lines[4]).Fragment == fragment;
        return new(path, fragment, mate, lines.Length > 1 ? lines[1].TrimEnd('\r') : "", interleaved);
    }

    /// <summary>As in <c>@run:1:7/2</c> and <c>@run:1:7 2:N:0:ACGT</c>.</summary>
    internal static (string Fragment, int Mate) Name(string header)
    {
        var text = header.StartsWith('@') ? header[1..] : header;
        var end = text.AsSpan().IndexOfAny(" \t\r");
        var (name, rest) = end < 0 ? (text, "") : (text[..end], text[(end + 1)..]);
        if (name is [_, .., '/', '1' or '2'])
            return (name[..^2], name[^1] - '0');
        return (name, rest is ['1' or '2', ':', ..] ? rest[0] - '0' : 0);
    }
}
