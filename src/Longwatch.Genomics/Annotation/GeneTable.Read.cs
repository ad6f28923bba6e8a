using System.Globalization;
using Longwatch.Genomics.Text;

namespace Longwatch.Genomics.Annotation;

public sealed partial class GeneTable
{
    private const int MostTranscripts = 4_000_000;
    private const int MostExons = 40_000_000;
    private static readonly string[] SymbolColumns = ["name2", "geneName", "name"];

    /// <summary>
    /// Reads a gene table, plain or gzip: UCSC genePred, refFlat or refGene text (with or without header), GTF, or the compact table of this
    /// project (a header line <c>symbol transcript contig …</c>). Told by content.
    /// </summary>
    /// <exception cref="UnreadableInputException">Every problem, with its line.</exception>
    public static GeneTable Read(string path)
    {
        using var lines = new LineReader(path);
        var reading = new Reading(path);
        reading.All(lines);
        return reading.Finish();
    }

    /// <summary>Columns of one genePred-like layout; -1 where it has none.</summary>
    /// <param name="Relative">Exons are lengths and offsets from the start, as in BED, not starts and ends.</param>
    private sealed record Layout(
        int Symbol,
        int Name,
        int Contig,
        int Strand,
        int Start,
        int End,
        int CodingStart,
        int CodingEnd,
        int Count,
        int Exons,
        bool Relative
    )
    {
        public static readonly Layout GenePred = new(0, 0, 1, 2, 3, 4, 5, 6, 7, 8, false);
        public static readonly Layout GenePredExtended = GenePred with { Symbol = 11 };
        public static readonly Layout RefFlat = new(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, false);
        public static readonly Layout RefGene = new(12, 1, 2, 3, 4, 5, 6, 7, 8, 9, false);
        public static readonly Layout Compact = new(0, 1, 2, 3, 4, 5, 6, 7, -1, 8, true);

        public int Columns => Math.Max(Exons + 2, Symbol + 1);

        /// <summary>By the number of columns, as UCSC writes these tables; the bin column of refGene is the first.</summary>
        public static Layout? Of(int columns) =>
            columns switch
            {
                10 => GenePred,
                11 => RefFlat,
                15 => GenePredExtended,
                16 => RefGene,
                _ => null,
            };

        public static Layout? OfHeader(ReadOnlySpan<char> line)
        {
            var names = line.TrimStart('#').ToString().Split('\t');
            int Column(string name) => Array.IndexOf(names, name);
            if (
                names
                is ["symbol", "transcript", "contig", "strand", "start", "end", "codingStart", "codingEnd", "exonLengths", "exonOffsets"]
            )
                return Compact;
            var exons = Column("exonStarts");
            if (exons < 0 || Column("exonEnds") != exons + 1 || Column("chrom") < 0 || Column("strand") < 0 || Column("name") < 0)
                return null;
            if (Column("txStart") < 0 || Column("txEnd") < 0 || Column("cdsStart") < 0 || Column("cdsEnd") < 0)
                return null;
            var symbol = SymbolColumns.Select(Column).First(c => c >= 0);
            return new(
                symbol,
                Column("name"),
                Column("chrom"),
                Column("strand"),
                Column("txStart"),
                Column("txEnd"),
                Column("cdsStart"),
                Column("cdsEnd"),
                Column("exonCount"),
                exons,
                false
            );
        }
    }

    private sealed class Reading(string path)
    {
        private readonly ProblemList problems = new(path);
        private readonly List<Transcript> transcripts = [];
        private readonly Dictionary<string, long> lengths = new(StringComparer.Ordinal);
        private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> texts = new Dictionary<string, string>(
            StringComparer.Ordinal
        ).GetAlternateLookup<ReadOnlySpan<char>>();
        private readonly Dictionary<string, string> common = new(StringComparer.Ordinal);
        private readonly Range[] cells = new Range[64];
        private int[] exons = new int[4096];
        private int used;
        private int total;
        private Layout? layout;
        private GtfTranscripts? gtf;
        private string name = Path.GetFileName(path);
        private string assembly = "";

        public void All(LineReader lines)
        {
            while (lines.Next())
            {
                var line = lines.Line;
                if (line.IsEmpty)
                    continue;
                if (layout is null && gtf is null && Layout.OfHeader(line) is { } named)
                    layout = named;
                else if (line[0] == '#')
                    Comment(line);
                else if (layout is null && gtf is null && !Begin(line))
                {
                    problems.Add(
                        lines.Place,
                        "is neither UCSC genePred, refFlat or refGene text (10, 11, 15 or 16 columns by tab) nor GTF (9 columns)"
                    );
                    break;
                }
                else if (gtf is not null)
                    gtf.Line(line, lines.Place, problems);
                else
                    Row(line, lines.Place);
                if (transcripts.Count > MostTranscripts || total > MostExons)
                {
                    problems.Add(
                        lines.Place,
                        FormattableString.Invariant($"has more than {MostTranscripts} transcripts or {MostExons} exons")
                    );
                    break;
                }
            }
        }

        public GeneTable Finish()
        {
            if (gtf is not null)
                transcripts.AddRange(gtf.Transcripts(problems));
            if (transcripts.Count == 0 && !problems.Any)
                problems.Add(null, "holds no transcript");
            problems.ThrowIfAny();
            return new(name, assembly, lengths, transcripts);
        }

        private bool Begin(ReadOnlySpan<char> line)
        {
            var count = line.Count('\t') + 1;
            if (count == 9)
                gtf = new();
            else
                layout = Layout.Of(count);
            return gtf is not null || layout is not null;
        }

        /// <summary>Comments of the compact table: <c>#name</c>, <c>#assembly</c> and <c>#length contig bases</c>, by tab.</summary>
        private void Comment(ReadOnlySpan<char> line)
        {
            var parts = line[1..].ToString().Split('\t');
            if (parts is ["name", var said])
                name = said;
            else if (parts is ["assembly", var of])
                assembly = of;
            else if (
                parts is ["length", var contig, var bases]
                && long.TryParse(bases, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            )
                lengths[ContigNames.Common(contig)] = length;
        }

        private void Row(ReadOnlySpan<char> line, string place)
        {
            var shape = layout!;
            var count = line.Split(cells.AsSpan(), '\t');
            if (count < shape.Columns)
            {
                problems.Add(place, FormattableString.Invariant($"has {count} columns; at least {shape.Columns} were expected"));
                return;
            }

            var strand = line[cells[shape.Strand]];
            if (
                !Position(line, shape.Start, place, "transcript start", out var start)
                || !Position(line, shape.End, place, "transcript end", out var end)
                || !Position(line, shape.CodingStart, place, "coding start", out var codingStart)
                || !Position(line, shape.CodingEnd, place, "coding end", out var codingEnd)
            )
                return;
            if (strand is not ("+" or "-"))
                problems.Add(place, $"has strand '{Shown(strand)}'; + or - was expected");
            else if (start >= end || codingStart > codingEnd || (codingStart < codingEnd && (codingStart < start || codingEnd > end)))
                problems.Add(
                    place,
                    FormattableString.Invariant($"transcript {start} to {end} with coding part {codingStart} to {codingEnd} cannot be")
                );
            else if (line[cells[shape.Symbol]].IsEmpty || line[cells[shape.Name]].IsEmpty || line[cells[shape.Contig]].IsEmpty)
                problems.Add(place, "has an empty gene, transcript or contig name");
            else if (Exons(line[cells[shape.Exons]], line[cells[shape.Exons + 1]], shape, start, end) is not var (starts, ends))
                problems.Add(
                    place,
                    FormattableString.Invariant($"has exons that are not ascending, not paired or not within {start} to {end}")
                );
            else if (
                shape.Count >= 0
                && (
                    !int.TryParse(line[cells[shape.Count]], NumberStyles.None, CultureInfo.InvariantCulture, out var stated)
                    || stated != starts.Length
                )
            )
                problems.Add(
                    place,
                    FormattableString.Invariant($"states {Shown(line[cells[shape.Count]])} exons and lists {starts.Length}")
                );
            else
                transcripts.Add(
                    new(
                        Text(line[cells[shape.Symbol]]),
                        line[cells[shape.Name]].ToString(),
                        CommonName(Text(line[cells[shape.Contig]])),
                        strand[0] == '-',
                        start,
                        end,
                        codingStart,
                        codingEnd,
                        starts,
                        ends
                    )
                );
        }

        /// <summary>Parses the two lists into one shared array; null when they contradict the transcript.</summary>
        private (ReadOnlyMemory<int> Starts, ReadOnlyMemory<int> Ends)? Exons(
            ReadOnlySpan<char> first,
            ReadOnlySpan<char> second,
            Layout shape,
            int start,
            int end
        )
        {
            var count = first.TrimEnd(',').Count(',') + 1;
            if (second.TrimEnd(',').Count(',') + 1 != count)
                return null;
            if (used + (2 * count) > exons.Length)
            {
                // What was handed out keeps the old array alive.
                exons = new int[Math.Max(1 << 18, 2 * count)];
                used = 0;
            }

            var starts = exons.AsMemory(used, count);
            var ends = exons.AsMemory(used + count, count);
            if (!Numbers(first, starts.Span) || !Numbers(second, ends.Span))
                return null;
            if (shape.Relative)
                for (var i = 0; i < count; i++)
                {
                    var from = (long)start + ends.Span[i];
                    var to = from + starts.Span[i];
                    if (to > int.MaxValue)
                        return null;
                    (starts.Span[i], ends.Span[i]) = ((int)from, (int)to);
                }

            for (var i = 0; i < count; i++)
                if (starts.Span[i] >= ends.Span[i] || (i > 0 && starts.Span[i] < ends.Span[i - 1]))
                    return null;
            if (starts.Span[0] < start || ends.Span[^1] > end || starts.Span[0] != start || ends.Span[^1] != end)
                return null;
            used += 2 * count;
            total += count;
            return (starts, ends);
        }

        private static bool Numbers(ReadOnlySpan<char> list, Span<int> values)
        {
            var (index, value, digits) = (0, 0L, 0);
            foreach (var character in list)
                if (char.IsAsciiDigit(character))
                {
                    value = (value * 10) + (character - '0');
                    if (value > int.MaxValue)
                        return false;
                    digits++;
                }
                else if (character == ',' && digits > 0 && index < values.Length)
                    (values[index++], value, digits) = ((int)value, 0, 0);
                else
                    return false;
            if (digits > 0 && index < values.Length)
                values[index++] = (int)value;
            return index == values.Length;
        }

        private bool Position(ReadOnlySpan<char> line, int column, string place, string what, out int value)
        {
            var cell = line[cells[column]];
            if (int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out value))
                return true;
            problems.Add(place, $"has {what} '{Shown(cell)}'; a zero-based position was expected");
            return false;
        }

        private string Text(ReadOnlySpan<char> cell)
        {
            if (!texts.TryGetValue(cell, out var text))
                texts[cell] = text = cell.ToString();
            return text;
        }

        private string CommonName(string contig)
        {
            if (!common.TryGetValue(contig, out var known))
                common[contig] = known = ContigNames.Common(contig);
            return known;
        }

        private static string Shown(ReadOnlySpan<char> cell) => cell.Length <= 40 ? cell.ToString() : $"{cell[..40]}…";
    }
}
