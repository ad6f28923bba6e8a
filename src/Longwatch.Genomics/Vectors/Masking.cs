namespace Longwatch.Genomics.Vectors;

/// <summary>Labels every 31-mer of the cut sequences from the mask references, one reference after the other.</summary>
internal sealed class Masking
{
    /// <summary>A record of a human reference up to this length that is for the most part one of the vectors is that vector, added by whoever made the reference.</summary>
    private const long LongestAddedRecord = 200_000;

    private const double MostlyVector = 0.5;

    private const long WholeGenome = 2_500_000_000;

    /// <summary>How far beyond the end of a piece of genome its continuation is suspected, in bases. Long forms of the EEF1A1 promoter go on for about 150.</summary>
    private const int Continuation = 200;

    private readonly IReadOnlyList<CutSequence> sequences;
    private readonly MaskScan scan;
    private readonly SequenceOrigin[][] labels;
    private readonly List<string> notes = [];
    private readonly List<(int Sequence, int Window, int Step)> runningOut = [];

    public Masking(IReadOnlyList<CutSequence> sequences)
    {
        this.sequences = sequences;
        Index = new MaskSeeds([.. sequences.Select(s => s.Bases)]);
        scan = new MaskScan(Index);
        labels = [.. sequences.Select(s => new SequenceOrigin[Math.Max(0, s.Bases.Length - CompiledVectors.K + 1)])];
        foreach (var label in labels)
            Array.Fill(label, SequenceOrigin.VectorUnique);
    }

    public MaskSeeds Index { get; }

    public IReadOnlyList<string> Notes => notes;

    /// <summary>Labels per sequence, one per 31-mer.</summary>
    public IReadOnlyList<SequenceOrigin[]> Labels => labels;

    /// <summary>Marks from one reference.</summary>
    /// <returns>What was read; its hash is the caller's.</returns>
    public MaskReference Apply(string name, SequenceOrigin covers, string hash, Stream content, CancellationToken cancellation)
    {
        var record = "";
        var longest = 0L;
        var total = ReferenceStream.Read(
            content,
            header =>
            {
                record = header;
                scan.StartRecord();
            },
            (codes, seen, offset) => scan.Scan(codes, Math.Max(0, seen - 4096), offset),
            length =>
            {
                longest = Math.Max(longest, length);
                if (!scan.Any)
                    return;
                Merge(name, record, covers, length);
                if (covers == SequenceOrigin.HumanGenome && length <= LongestAddedRecord)
                    runningOut.AddRange(scan.RunningOut(length));
            },
            cancellation
        );
        if (total == 0)
            throw new UnreadableInputException(name, null, "has no sequence; a mask reference is FASTA, plain or gzip");
        return new MaskReference(name, covers, total, hash, covers == SequenceOrigin.HumanGenome && total > WholeGenome);
    }

    /// <summary>Marks from sequences already in memory: the backbones of the plasmids given.</summary>
    public void ApplyBackbones()
    {
        foreach (var backbone in sequences.Where(s => s.Kind == SequenceKind.Backbone))
        {
            scan.StartRecord();
            // the circle was cut open where the provirus was taken out, so the piece is linear
            scan.Scan(Nucleotides.Encode(backbone.Bases), 0, 0);
            Merge(backbone.Name, backbone.Name, SequenceOrigin.PlasmidBackbone, backbone.Bases.Length);
        }
    }

    /// <summary>
    /// A built-in piece of the human genome is a piece: where a match runs to its very end, the vector beyond may be human too, and only a whole genome can tell.
    /// Measured: the published ciltacabtagene vector goes on for 110 human bases before the piece, and reads of people without the vector lie there.
    /// </summary>
    public void SuspectContinuations()
    {
        var suspected = new int[labels.Length];
        foreach (var (sequence, window, step) in runningOut)
        {
            var label = labels[sequence];
            for (var w = window + step; w >= 0 && w < label.Length && Math.Abs(w - window) <= Continuation; w += step)
            {
                if (label[w] != SequenceOrigin.VectorUnique)
                    break;
                label[w] = SequenceOrigin.HumanGenome;
                suspected[sequence]++;
            }
        }
        for (var s = 0; s < suspected.Length; s++)
            if (suspected[s] > 0)
                notes.Add(
                    $"{sequences[s].Name}: {suspected[s]} positions beside a human block may be human too; only a whole human genome can tell, so they are labelled human and not counted."
                );
    }

    /// <summary>What is too simple or too repetitive to be told, and what a backbone or a virus can at most be.</summary>
    public void Finish(IReadOnlyList<CutSequence> finished)
    {
        for (var s = 0; s < labels.Length; s++)
        {
            var codes = Nucleotides.Encode(finished[s].Bases);
            var strand = Index.Strands[2 * s];
            var seeds = 0;
            const int Span = CompiledVectors.K - MaskSeeds.Seed;
            for (var p = 0; p < Math.Min(Span, codes.Length); p++)
                seeds += Index.Indexed[strand.Start + p] ? 1 : 0;
            for (var p = 0; p < labels[s].Length; p++)
            {
                seeds += Index.Indexed[strand.Start + p + Span] ? 1 : 0;
                if (seeds == 0 || LowComplexity.IsLow(codes.AsSpan(p, CompiledVectors.K)))
                    Lower(s, p, SequenceOrigin.LowComplexity);
                seeds -= Index.Indexed[strand.Start + p] ? 1 : 0;
                if (finished[s].Kind == SequenceKind.Backbone)
                    Lower(s, p, SequenceOrigin.PlasmidBackbone);
                else if (finished[s].Kind == SequenceKind.WildType)
                    Lower(s, p, SequenceOrigin.WildTypeRetrovirus);
            }
        }
    }

    private void Merge(string reference, string record, SequenceOrigin covers, long length)
    {
        scan.FinishRecord();
        for (var s = 0; s < labels.Length; s++)
        {
            var marked = scan.Marks[s].Count(m => m);
            if (marked == 0)
                continue;
            var added = covers == SequenceOrigin.HumanGenome && length <= LongestAddedRecord;
            var mostly = labels[s].Length > 0 && marked >= MostlyVector * labels[s].Length;
            if (covers == SequenceOrigin.HumanGenome && mostly)
            {
                var share = $"{100.0 * marked / labels[s].Length:F0} % of '{sequences[s].Name}'";
                notes.Add(
                    added
                        ? $"{reference}: record '{FirstWord(record)}' holds {share} and is no part of the human genome; it was left out of the mask."
                        : $"{reference}: record '{FirstWord(record)}' holds {share}; that part is taken for human and never counted. If the vector was put into this reference, give the reference without it."
                );
            }
            if (added && mostly)
                continue;
            for (var p = 0; p < labels[s].Length; p++)
                // a short record of a human reference may be a virus or a plasmid kept as a decoy: what is known as such stays such
                if (scan.Marks[s][p] && !(added && labels[s][p] is (SequenceOrigin.WildTypeRetrovirus or SequenceOrigin.PlasmidBackbone)))
                    Lower(s, p, covers);
        }
    }

    private void Lower(int sequence, int place, SequenceOrigin origin)
    {
        if (origin < labels[sequence][place])
            labels[sequence][place] = origin;
    }

    private static string FirstWord(string header)
    {
        var word = header.Split((char[])[' ', '\t'], 2)[0];
        return new string([.. word.Where(c => !char.IsControl(c)).Take(60)]);
    }
}
