using System.Globalization;
using Longwatch.Genomics.Text;

namespace Longwatch.Genomics.Annotation;

/// <summary>Gathers transcripts from the exon, CDS and stop-codon lines of a GTF file.</summary>
internal sealed class GtfTranscripts
{
    private const int MostTranscripts = 4_000_000;
    private readonly Dictionary<(string Name, string Contig), Parts> found = [];
    private readonly Range[] cells = new Range[10];

    public void Line(ReadOnlySpan<char> line, string place, ProblemList problems)
    {
        var count = line.Split(cells.AsSpan(), '\t');
        if (count != 9)
        {
            problems.Add(place, FormattableString.Invariant($"has {count} columns; GTF has 9"));
            return;
        }

        var feature = line[cells[2]];
        var coding = feature is "CDS" or "stop_codon" or "start_codon";
        if (!coding && feature is not "exon")
            return;
        var strand = line[cells[6]];
        var attributes = line[cells[8]];
        if (
            !int.TryParse(line[cells[3]], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            || !int.TryParse(line[cells[4]], NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            || first < 1
            || last < first
            || strand is not ("+" or "-")
        )
        {
            problems.Add(place, "has no valid start, end (counted from 1, end included) or strand (+ or -)");
            return;
        }

        var name = Attribute(attributes, "transcript_id");
        if (name is null)
        {
            problems.Add(place, "has no transcript_id");
            return;
        }

        var key = (name, ContigNames.Common(line[cells[0]].ToString()));
        if (!found.TryGetValue(key, out var parts))
        {
            if (found.Count >= MostTranscripts)
            {
                problems.Add(place, FormattableString.Invariant($"has more than {MostTranscripts} transcripts"));
                return;
            }

            var symbol = Attribute(attributes, "gene_name") ?? Attribute(attributes, "gene") ?? Attribute(attributes, "gene_id") ?? name;
            found[key] = parts = new(symbol, strand[0] == '-', place);
        }

        if (parts.Reverse != (strand[0] == '-'))
            problems.Add(place, $"puts transcript {name} on the other strand than {parts.Place}");
        else if (coding)
            (parts.CodingStart, parts.CodingEnd) = (Math.Min(parts.CodingStart, first - 1), Math.Max(parts.CodingEnd, last));
        else
            parts.Exons.Add((first - 1, last));
    }

    public IEnumerable<Transcript> Transcripts(ProblemList problems)
    {
        foreach (var ((name, contig), parts) in found)
        {
            if (parts.Exons.Count == 0)
            {
                problems.Add(parts.Place, $"transcript {name} has coding parts and no exon");
                continue;
            }

            parts.Exons.Sort();
            var starts = parts.Exons.Select(e => e.Start).ToArray();
            var ends = parts.Exons.Select(e => e.End).ToArray();
            if (starts.Skip(1).Zip(ends).Any(pair => pair.First < pair.Second))
            {
                problems.Add(parts.Place, $"transcript {name} has exons that overlap");
                continue;
            }

            var coded = parts.CodingEnd > 0;
            var (codingStart, codingEnd) = coded ? (parts.CodingStart, parts.CodingEnd) : (ends[^1], ends[^1]);
            if (codingStart < starts[0] || codingEnd > ends[^1])
                problems.Add(parts.Place, $"transcript {name} is coding outside its exons");
            else
                yield return new(parts.Symbol, name, contig, parts.Reverse, starts[0], ends[^1], codingStart, codingEnd, starts, ends);
        }
    }

    /// <summary>The value of <c>key "value";</c>.</summary>
    private static string? Attribute(ReadOnlySpan<char> attributes, ReadOnlySpan<char> key)
    {
        for (var at = 0; ; )
        {
            var next = attributes[at..].IndexOf(key);
            if (next < 0)
                return null;
            at += next;
            var before = at == 0 || attributes[at - 1] is ' ' or ';';
            at += key.Length;
            if (!before || at >= attributes.Length || attributes[at] != ' ')
                continue;
            var value = attributes[(at + 1)..].TrimStart(' ');
            if (value.StartsWith('"'))
            {
                var close = value[1..].IndexOf('"');
                return close < 1 ? null : value.Slice(1, close).ToString();
            }

            var stop = value.IndexOf(';');
            value = (stop < 0 ? value : value[..stop]).Trim(' ');
            return value.IsEmpty ? null : value.ToString();
        }
    }

    private sealed class Parts(string symbol, bool reverse, string place)
    {
        public string Symbol { get; } = symbol;
        public bool Reverse { get; } = reverse;
        public string Place { get; } = place;
        public List<(int Start, int End)> Exons { get; } = [];
        public int CodingStart { get; set; } = int.MaxValue;
        public int CodingEnd { get; set; }
    }
}
