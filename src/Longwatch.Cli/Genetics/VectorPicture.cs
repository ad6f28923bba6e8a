using System.Globalization;
using System.Text;
using Longwatch.Genomics.Vectors;

namespace Longwatch.Cli.Genetics;

/// <summary>Compiled vectors as text: table, track of origins, FASTA and BED.</summary>
internal static class VectorPicture
{
    private const int MostFeatures = 60;

    private static readonly (SequenceOrigin Origin, char Mark, string Word)[] Marks =
    [
        (SequenceOrigin.VectorUnique, '#', "unique"),
        (SequenceOrigin.HumanGenome, 'h', "human genome"),
        (SequenceOrigin.HumanTranscript, 't', "human transcript"),
        (SequenceOrigin.WildTypeRetrovirus, 'v', "retrovirus"),
        (SequenceOrigin.PlasmidBackbone, 'b', "plasmid"),
        (SequenceOrigin.LowComplexity, '.', "simple"),
    ];

    /// <summary>One line for each sequence: length, and bases at which a 31-mer of each origin starts.</summary>
    public static void PrintTable(Terminal terminal, IReadOnlyList<SearchedSequence> sequences)
    {
        terminal.Output.WriteLine(
            $"{"", -34}{"bases", 6}{"unique", 7}{"human", 6}{"transc", 7}{"retrov", 7}{"plasmid", 8}{"", 5}".TrimEnd()
        );
        foreach (var s in sequences)
        {
            var name = s.Name.Length > 41 ? s.Name[..41] : s.Name;
            if (name.Length > 33)
            {
                terminal.Output.WriteLine(name);
                name = "";
            }
            terminal.Output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name, -34}{s.Length, 6}{Count(s, SequenceOrigin.VectorUnique), 7}{Count(s, SequenceOrigin.HumanGenome), 6}{Count(s, SequenceOrigin.HumanTranscript), 7}{Count(s, SequenceOrigin.WildTypeRetrovirus), 7}{Count(s, SequenceOrigin.PlasmidBackbone), 8}"
                )
            );
        }
    }

    /// <summary>What was found in one sequence, with the origin of every part as a track and the features below it.</summary>
    public static void Print(Terminal terminal, SearchedSequence s)
    {
        var output = terminal.Output;
        output.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{s.Name}: {Kind(s)}, {Family(s.Family)}, {s.Length:N0} bases, from {s.Accession}")
        );
        output.WriteLine(
            s.Repeats is { } r
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"  terminal repeats of {r.Length} bases: 1-{r.FiveEnd} and {r.ThreeStart + 1}-{r.ThreeEnd}"
                )
                : "  no terminal direct repeats"
        );
        var width = Math.Min(terminal.Width, 100) - 2;
        var track = new StringBuilder();
        for (var column = 0; column < Math.Min(width, s.Length); column++)
        {
            var (from, to) = ((int)((long)column * s.Length / width), (int)((column + 1L) * s.Length / width));
            if (s.Length < width)
                (from, to) = (column, column + 1);
            var most = s.Origins[from..Math.Max(to, from + 1)]
                .GroupBy(o => o)
                .OrderByDescending(g => g.Count())
                .ThenBy(g => g.Key)
                .First()
                .Key;
            track.Append(Marks.First(m => m.Origin == most).Mark);
        }
        output.WriteLine($"  {track}");
        var shown = Marks
            .Where(m => Count(s, m.Origin) > 0)
            .Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.Mark} {m.Word} {Count(s, m.Origin):N0}"));
        foreach (var line in Wrap(string.Join(", ", shown), width))
            output.WriteLine($"  {line}");
        foreach (var f in s.Features.Take(MostFeatures))
            output.WriteLine(
                string.Create(
                        CultureInfo.InvariantCulture,
                        $"  {f.Start + 1, 7}-{f.End, -7} {(f.Reverse ? '-' : '+')} {Shorten(f.Name, 30), -30} {Shorten(f.Type, 24)}"
                    )
                    .TrimEnd()
            );
        if (s.Features.Count > MostFeatures)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  and {s.Features.Count - MostFeatures} more features"));
        output.WriteLine();
    }

    public static string Fasta(CompiledVectors compiled)
    {
        var text = new StringBuilder();
        foreach (var s in compiled.Sequences)
        {
            text.Append('>').Append(s.Name).Append(' ').Append(Kind(s)).Append(' ').Append(s.Accession).Append('\n');
            for (var i = 0; i < s.Length; i += 60)
                text.Append(Encoding.ASCII.GetString(s.Bases, i, Math.Min(60, s.Length - i))).Append('\n');
        }
        return text.ToString();
    }

    /// <summary>Stretches of one origin, on the sequences of <see cref="Fasta"/>: zero-based start of the first 31-mer, end after the start of the last.</summary>
    public static string Bed(CompiledVectors compiled)
    {
        var text = new StringBuilder();
        foreach (var s in compiled.Sequences)
            for (var (i, start) = (1, 0); i <= s.Length; i++)
                if (i == s.Length || s.Origins[i] != s.Origins[start])
                {
                    text.Append(CultureInfo.InvariantCulture, $"{s.Name}\t{start}\t{i}\t{s.Origins[start]}\n");
                    start = i;
                }
        return text.ToString();
    }

    /// <summary>Lines of at most so many characters, broken at spaces.</summary>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString();
                line.Clear();
            }
            if (line.Length > 0)
                line.Append(' ');
            line.Append(word);
        }
        if (line.Length > 0)
            yield return line.ToString();
    }

    private static int Count(SearchedSequence s, SequenceOrigin origin) => s.Origins.Count(o => o == origin);

    private static string Shorten(string text, int length) => text.Length <= length ? text : text[..length];

    private static string Kind(SearchedSequence s) =>
        s.Kind switch
        {
            SequenceKind.Provirus => "provirus",
            SequenceKind.Construct => "construct",
            SequenceKind.Backbone => "plasmid backbone",
            _ => "wild-type virus",
        };

    private static string Family(VectorFamily family) =>
        family switch
        {
            VectorFamily.Lentivirus => "lentivirus",
            VectorFamily.Gammaretrovirus => "gammaretrovirus",
            VectorFamily.PiggyBac => "piggyBac",
            VectorFamily.SleepingBeauty => "Sleeping Beauty",
            _ => "no known family",
        };
}
