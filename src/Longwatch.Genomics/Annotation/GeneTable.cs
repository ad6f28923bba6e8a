using Longwatch.Genomics.Screening;

namespace Longwatch.Genomics.Annotation;

/// <summary>Transcripts of one assembly, looked up by place.</summary>
public sealed partial class GeneTable
{
    private static readonly ContigGenes None = new([]);

    // Sorted when first asked for: a sample has sites on a few chromosomes.
    private readonly Dictionary<string, Lazy<ContigGenes>> contigs;
    private readonly Lazy<HashSet<string>> symbols;

    private GeneTable(string name, string assembly, IReadOnlyDictionary<string, long> lengths, List<Transcript> transcripts)
    {
        (Name, Assembly, Lengths, Transcripts) = (name, assembly, lengths, transcripts);
        contigs = transcripts
            .GroupBy(t => t.Contig, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => new Lazy<ContigGenes>(() => new([.. g])), StringComparer.Ordinal);
        symbols = new(() => new(transcripts.Select(t => t.Symbol), StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>File name or what the table says of itself.</summary>
    public string Name { get; }

    /// <summary>For example <c>hg38</c>; empty when the table does not say.</summary>
    public string Assembly { get; }

    /// <summary>Chromosome lengths that the table states; may be empty.</summary>
    public IReadOnlyDictionary<string, long> Lengths { get; }

    /// <summary>In the order of the table.</summary>
    public IReadOnlyList<Transcript> Transcripts { get; }

    public bool Knows(string contig) => contigs.ContainsKey(ContigNames.Common(contig));

    public bool HasGene(string symbol) => symbols.Value.Contains(symbol);

    /// <summary>Transcripts that overlap a stretch, by start.</summary>
    /// <param name="start">Zero-based; <paramref name="end"/> exclusive.</param>
    public IEnumerable<Transcript> Overlapping(string contig, long start, long end) => Of(contig).Overlapping(start, end);

    /// <summary>Transcripts whose transcription starts nearest to a position; several when equally near.</summary>
    public IReadOnlyList<Transcript> NearestStart(string contig, long position) => Of(contig).NearestStart(position);

    private ContigGenes Of(string contig) => contigs.TryGetValue(ContigNames.Common(contig), out var genes) ? genes.Value : None;

    /// <summary>
    /// What the lengths of the contigs that were aligned to say against this table: null when they agree or cannot be compared. A length that is
    /// different on most chromosomes is another assembly, and genes found by its positions would be wrong.
    /// </summary>
    public string? OtherAssembly(IReadOnlyList<ContigInfo> aligned)
    {
        var known = aligned.Where(c => Lengths.ContainsKey(ContigNames.Common(c.Name))).ToList();
        var differ = known.Where(c => Lengths[ContigNames.Common(c.Name)] != c.Length).ToList();
        if (differ.Count * 2 <= known.Count)
            return null;
        var first = differ[0];
        return FormattableString.Invariant(
            $"the reads were aligned to another assembly than {Assembly} of the gene table: {differ.Count} of {known.Count} chromosomes have another length ({first.Name}: {first.Length}, not {Lengths[ContigNames.Common(first.Name)]})"
        );
    }

    /// <summary>Transcripts of one contig, sorted by start, with the furthest end so far, so that a search can stop.</summary>
    private sealed class ContigGenes
    {
        private readonly Transcript[] byStart;
        private readonly int[] furthestEnd;
        private readonly Transcript[] byTranscriptionStart;

        public ContigGenes(Transcript[] transcripts)
        {
            byStart = transcripts;
            Array.Sort(byStart, Order);
            furthestEnd = new int[byStart.Length];
            for (var i = 0; i < byStart.Length; i++)
                furthestEnd[i] = Math.Max(byStart[i].End, i == 0 ? 0 : furthestEnd[i - 1]);
            byTranscriptionStart = [.. byStart.OrderBy(t => t.TranscriptionStart)];
        }

        public IEnumerable<Transcript> Overlapping(long start, long end)
        {
            var from = FirstAtLeast(furthestEnd, start + 1);
            for (var i = from; i < byStart.Length && byStart[i].Start < end; i++)
                if (byStart[i].End > start)
                    yield return byStart[i];
        }

        public List<Transcript> NearestStart(long position)
        {
            var (low, high) = (0, byTranscriptionStart.Length);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (byTranscriptionStart[middle].TranscriptionStart < position)
                    low = middle + 1;
                else
                    high = middle;
            }

            var nearest = long.MaxValue;
            if (low < byTranscriptionStart.Length)
                nearest = byTranscriptionStart[low].TranscriptionStart - position;
            if (low > 0)
                nearest = Math.Min(nearest, position - byTranscriptionStart[low - 1].TranscriptionStart);
            var found = new List<Transcript>();
            for (var i = low - 1; i >= 0 && position - byTranscriptionStart[i].TranscriptionStart == nearest; i--)
                found.Add(byTranscriptionStart[i]);
            for (var i = low; i < byTranscriptionStart.Length && byTranscriptionStart[i].TranscriptionStart - position == nearest; i++)
                found.Add(byTranscriptionStart[i]);
            return found;
        }

        private static int FirstAtLeast(int[] ascending, long value)
        {
            var (low, high) = (0, ascending.Length);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (ascending[middle] < value)
                    low = middle + 1;
                else
                    high = middle;
            }

            return low;
        }

        private static int Order(Transcript a, Transcript b)
        {
            var order = a.Start.CompareTo(b.Start);
            if (order == 0)
                order = a.End.CompareTo(b.End);
            return order != 0 ? order : string.CompareOrdinal(a.Name, b.Name);
        }
    }
}
