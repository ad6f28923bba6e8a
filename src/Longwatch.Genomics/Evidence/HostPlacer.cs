using System.Globalization;
using Longwatch.Genomics.Reads;
using Longwatch.Genomics.Rules;
using Longwatch.Genomics.Screening;
using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Evidence;

/// <summary>Puts the host parts of the reads that matter on the host genome.</summary>
/// <remarks>
/// Afterwards a record is in the orientation of its primary host alignment, as in SAM. Deterministic for any number of threads.
/// Steps and checks: <c>docs/methods/read-evidence.md</c>.
/// </remarks>
public static class HostPlacer
{
    /// <summary>What places the reads of an aligned input without a reference.</summary>
    public const string InputAlignments = "the alignments of the input";

    /// <summary>Places reads: all of an unaligned input; those that the input's aligner left open of an aligned one.</summary>
    /// <param name="reference">FASTA of the host, with or without an index.</param>
    /// <exception cref="UnreadableInputException">The reference cannot be read, or no aligner is installed or it fails.</exception>
    public static PlacedEvidence Place(
        EvidenceResult evidence,
        InputProfile input,
        FileInfo reference,
        GeneticRules rules,
        int threads,
        CancellationToken cancellation
    ) => Place(evidence, input, reference, rules, new PlacementOptions(threads, null, null), cancellation);

    internal static PlacedEvidence Place(
        EvidenceResult evidence,
        InputProfile input,
        FileInfo reference,
        GeneticRules rules,
        PlacementOptions options,
        CancellationToken cancellation
    )
    {
        var threads = options.Threads;
        var limits = PlacementLimits.From(rules);
        using var host = HostReference.Open(reference);
        var fragments = evidence.Fragments.ToArray();
        var notes = new List<string>(evidence.Notes);
        var unknown = input.Contigs.Where(c => !host.Has(c.Name)).Select(c => c.Name).ToList();
        if (input.Aligned && unknown.Count == input.Contigs.Count)
            notes.Add("No contig of the input is in the reference: places of the input cannot be refined with it.");

        var queries = Queries(fragments, limits);
        var placedBy = input.Aligned ? InputAlignments : "no aligner: no read has a host part";
        if (queries.Count > 0 && HostAligner.Choose(reference, options, wholeGenome: !input.Aligned, cancellation) is { } aligner)
        {
            var hits = aligner.Align(queries, fragments, threads, cancellation);
            Parallel.For(0, fragments.Length, Options(threads, cancellation), i => fragments[i] = WithHits(fragments[i], i, hits, limits));
            placedBy = input.Aligned ? $"{InputAlignments}, and {aligner.Description} for parts that they leave out" : aligner.Description;
        }
        else if (queries.Count > 0)
            notes.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{queries.Count} parts of reads lie nowhere on the host, and the reference has no bwa index (bwa index {reference.Name}) to look for them."
                )
            );

        var placed = queries.Select(q => q.Fragment).ToHashSet();
        var scores = AlignmentScores.From(rules) with { LeastScore = limits.AnchoredScore };
        Parallel.For(
            0,
            fragments.Length,
            Options(threads, cancellation),
            () => new HostRefiner(new(host, scores), limits.AnchoredPart, limits.AnchoredScore),
            (i, _, refiner) =>
            {
                if (fragments[i].DuplicateOf < 0 && fragments[i].Reads.Any(r => r.Stretches.Count > 0))
                    fragments[i] = refiner.Refine(fragments[i], placed.Contains(i));
                return refiner;
            },
            _ => { }
        );
        if (evidence.Sequences.Count == evidence.Coverage.Count)
            new Duplicates([.. evidence.Sequences.Select(s => s.Repeats)]).FindAmongPlaced(fragments);
        return new(Explained(evidence, fragments, host, notes), placedBy);
    }

    /// <summary>The evidence without what the host itself explains.</summary>
    private static EvidenceResult Explained(EvidenceResult evidence, FragmentEvidence[] fragments, HostReference host, List<string> notes)
    {
        var held = new HeldVector(host, evidence.Sequences);
        var likeness = new HostLikeness(host, held);
        var taken = 0;
        for (var i = 0; i < fragments.Length; i++)
        {
            if (fragments[i].Origin != SequenceOrigin.VectorUnique)
                continue;
            fragments[i] = likeness.Check(fragments[i]);
            taken += fragments[i].Origin == SequenceOrigin.VectorUnique ? 0 : 1;
        }

        if (taken > 0)
            notes.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{taken} fragments that the mask called unique match the host base for base where they lie; they count as human."
                )
            );
        if (held.Place is not null)
            notes.Add(
                $"The reference holds a vector at {held.Place}: reads of the vector match it there, and integration sites do not show. Give a reference without the vector."
            );
        return evidence with
        {
            Fragments = fragments,
            Coverage = CoverageCounter.Count([.. evidence.Coverage.Select(c => c.Depth.Length)], fragments),
            UniqueFragments = fragments.LongCount(f => f.DuplicateOf < 0 && f.Origin == SequenceOrigin.VectorUnique),
            Notes = notes,
        };
    }

    private static ParallelOptions Options(int threads, CancellationToken cancellation) =>
        new() { MaxDegreeOfParallelism = Math.Max(1, threads), CancellationToken = cancellation };

    /// <summary>Parts of distinct fragments on a vector that nothing explains, of fragments that touch the host nowhere yet.</summary>
    private static List<HostQuery> Queries(FragmentEvidence[] fragments, PlacementLimits limits)
    {
        var queries = new List<HostQuery>();
        for (var i = 0; i < fragments.Length; i++)
        {
            var fragment = fragments[i];
            if (
                fragment.DuplicateOf >= 0
                || fragment.Reads.All(r => r.Stretches.Count == 0)
                || HostRefiner.Anchors(fragment.Reads).Count > 0
            )
                continue;
            for (var r = 0; r < fragment.Reads.Count; r++)
            {
                var read = fragment.Reads[r];
                foreach (var (start, end) in HostRefiner.Uncovered(read).Where(u => u.End - u.Start >= limits.LeastPart))
                    queries.Add(
                        new(i, r, Math.Max(read.InsertStart, start - limits.Overlap), Math.Min(read.InsertEnd, end + limits.Overlap))
                    );
            }
        }

        return queries;
    }

    private static FragmentEvidence WithHits(
        FragmentEvidence fragment,
        int index,
        Dictionary<HostQuery, List<HostHit>> hits,
        PlacementLimits limits
    )
    {
        if (fragment.DuplicateOf >= 0)
            return fragment;
        var reads = fragment.Reads.ToArray();
        for (var r = 0; r < reads.Length; r++)
        {
            var found = HostRefiner
                .Uncovered(reads[r])
                .Where(u => u.End - u.Start >= limits.LeastPart)
                .Select(u => new HostQuery(
                    index,
                    r,
                    Math.Max(reads[r].InsertStart, u.Start - limits.Overlap),
                    Math.Min(reads[r].InsertEnd, u.End + limits.Overlap)
                ))
                .Select(q => hits.GetValueOrDefault(q))
                .OfType<List<HostHit>>()
                .Select(h => Chosen(h, limits))
                .OrderByDescending(h => h[0].Score)
                .ToList();
            if (found.Count > 0)
                reads[r] = TurnedRead.WithHost(
                    reads[r],
                    found[0][0].Alignment,
                    [.. reads[r].Read.Others, .. found[0].Skip(1).Concat(found.Skip(1).SelectMany(h => h)).Select(h => h.Alignment)]
                );
        }

        return fragment with
        {
            Reads = reads,
        };
    }

    /// <summary>The primary hit, other parts of the query, and the alternatives of a repeat that are nearly as good.</summary>
    private static List<HostHit> Chosen(List<HostHit> hits, PlacementLimits limits)
    {
        var primary = hits.Find(h => h is { Supplementary: false, Alignment.Secondary: false }) ?? hits[0];
        var kept = new List<HostHit> { primary };
        kept.AddRange(hits.Where(h => h != primary && h is { Supplementary: true, Alignment.Secondary: false }));
        kept.AddRange(
            hits.Where(h => h != primary && h.Alignment.Secondary && h.Score >= primary.Score - limits.AlternativeLoss)
                .OrderByDescending(h => h.Score)
                .ThenBy(h => h.Alignment.Contig, StringComparer.Ordinal)
                .ThenBy(h => h.Alignment.Position)
                .Take(limits.MostAlternatives)
        );
        return kept;
    }
}

/// <summary>How placement is run.</summary>
/// <param name="Program">bwa or minimap2; null: what fits.</param>
/// <param name="Cache">Where indexes of small genomes are kept; null: the user's cache folder.</param>
internal sealed record PlacementOptions(int Threads, string? Program, DirectoryInfo? Cache);

/// <summary>Limits of the placement on the host, from the group <c>evidence</c> of the rules.</summary>
/// <param name="LeastPart">A part of a read shorter than this is not sent to the aligner.</param>
/// <param name="Overlap">Bases of the neighbouring vector stretch that go with a part: they may belong to the host as well.</param>
/// <param name="AnchoredPart">Beside a known position a part must leave no fewer open bases.</param>
/// <param name="AnchoredScore">And must reach this score.</param>
/// <param name="AlternativeLoss">An alternative place may score this much less than the best.</param>
internal sealed record PlacementLimits(
    int LeastPart,
    int Overlap,
    int AnchoredPart,
    int AnchoredScore,
    int AlternativeLoss,
    int MostAlternatives
)
{
    public static PlacementLimits From(GeneticRules rules)
    {
        return new(
            Take("leastHostPart"),
            Take("hostOverlap"),
            Take("leastResidual"),
            Take("leastAnchoredScore"),
            Take("alternativeLoss"),
            Take("mostAlternatives")
        );

        int Take(string name) => (int)rules.Evidence[name].Value;
    }
}
