using Longwatch.Genomics.Evidence;
using Longwatch.Genomics.Rules;
using Longwatch.Genomics.Screening;
using Longwatch.Genomics.Sites;
using Longwatch.Genomics.Vectors;
using Longwatch.Genomics.Verdict;

namespace Longwatch.Genomics.Quantity;

/// <summary>GC share of a stretch of the host reference, 0 to 1; NaN where it has no bases or does not know the contig.</summary>
public delegate double GcShare(string contig, long start, int length);

/// <summary>Copies, clone fractions and the limit of detection of one sample.</summary>
public static class QuantityEstimator
{
    /// <summary>Below this many pairs on the vector their median says less than the rule's usual length.</summary>
    private const int PairsForLength = 20;

    /// <summary>Pure: the same input gives the same numbers.</summary>
    /// <param name="genomeLength">Of the host, for reads that are not aligned; null for the rule's human one.</param>
    /// <param name="gc">Of the host reference; null without one: then no correction for GC is made.</param>
    /// <param name="run">What the run says about contamination and the product; null when nothing is known.</param>
    public static QuantityResult Estimate(
        CompiledVectors vectors,
        ScreeningResult screening,
        EvidenceResult evidence,
        SitesResult sites,
        SpecimenFacts specimen,
        long? genomeLength,
        GcShare? gc,
        GeneticRules rules,
        RunContext? run = null
    )
    {
        var quantityRules = new QuantityRules(rules);
        var maps = vectors.Sequences.Select(s => UniqueMap.Of(s, quantityRules)).ToList();
        var unique = UniqueEvidence.Count(vectors, maps, evidence, quantityRules);
        var host = HostDepthEstimate.Of(vectors, screening, genomeLength, quantityRules);
        var duplicateShare = host.DuplicatesRemoved ? 0 : DuplicateShare(evidence, screening, host);
        var others = OtherSources.Count(vectors, evidence, quantityRules.MinimumUniqueRun);
        var withVirus = others.WildTypeSearched && others.WildType == 0;
        var correction = new GcCorrection(screening, host, gc);
        var lost = LostReads.Why(vectors, screening);

        var copies = unique
            .Select(u =>
            {
                var map = UniqueMap.Of(vectors.Sequences[u.Sequence], quantityRules, withVirus);
                var (factor, note) = correction.Of(vectors.Sequences[u.Sequence], map);
                var estimate = CopyNumberEstimator.Estimate(
                    u.Sequence,
                    map,
                    evidence,
                    screening.Counts.MeanReadLength,
                    screening.Input.Paired,
                    specimen,
                    host,
                    factor,
                    note,
                    screening.KeptShare,
                    quantityRules.Confidence,
                    lost
                );
                return u.Counted
                    ? estimate
                    : estimate with
                    {
                        PerCell = Untold(estimate.PerCell),
                        PerTumourCell = Untold(estimate.PerTumourCell),
                    };
            })
            .ToList();
        var limit = DetectionLimitEstimator.Estimate(
            vectors,
            maps,
            screening,
            unique,
            specimen,
            host,
            duplicateShare,
            FragmentLength(screening, evidence, quantityRules),
            ExpectedContamination(run, rules),
            run?.ProductVector,
            lost,
            quantityRules
        );
        var readsPerBase = host.Depth * (1 - duplicateShare) / host.BasesPerRead * screening.KeptShare;
        var crossing = Math.Max(0, screening.Counts.MeanReadLength - (2 * quantityRules.JoinAnchor) + 1);
        return new(copies, SiteFractionEstimator.Estimate(sites.Sites, specimen, readsPerBase, crossing, quantityRules), limit)
        {
            Unique = unique,
        };
    }

    /// <summary>Copies among the fragments that touch a vector: what duplicates there are in an input that does not mark them.</summary>
    /// <remarks>
    /// Single reads of one length that begin at one place look like copies. Of reads with a mean of x at each place and strand the share 1 − (1 − e⁻ˣ)/x
    /// does by chance, which is taken off; two ends of a pair agree by chance too rarely to matter.
    /// </remarks>
    private static double DuplicateShare(EvidenceResult evidence, ScreeningResult screening, HostDepthEstimate host)
    {
        if (evidence.Fragments.Count == 0)
            return 0;
        var share = (double)evidence.Fragments.Count(f => f.DuplicateOf >= 0) / evidence.Fragments.Count;
        var perPlace = host.Depth / (2 * host.BasesPerRead);
        var chance = screening.Input.Paired || !(perPlace > 0) ? 0 : 1 - ((1 - Math.Exp(-perPlace)) / perPlace);
        return Math.Max(0, (share - chance) / (1 - chance));
    }

    private static Quantity Untold(Quantity quantity) =>
        quantity with
        {
            Value = null,
            Interval = null,
            Note = "the unique fragments lie at one place of the vector only (a homologous sequence or an artefact); see the upper limit",
        };

    private static double ExpectedContamination(RunContext? run, GeneticRules rules) =>
        run?.NeighbourFragments is { } neighbours ? neighbours * (run.IndexHopRate ?? rules.Verdict["indexHopRate"].Value) : 0;

    /// <summary>From proper pairs of the host; else from pairs with both mates on one vector; else the rule's.</summary>
    private static double FragmentLength(ScreeningResult screening, EvidenceResult evidence, QuantityRules rules)
    {
        if (!double.IsNaN(screening.Counts.MedianFragment))
            return screening.Counts.MedianFragment;
        var spans = new List<double>();
        foreach (var fragment in evidence.Fragments)
            if (fragment.DuplicateOf < 0 && fragment.Reads.Count == 2 && fragment.Reads.All(r => r.Stretches.Count > 0))
            {
                var (one, other) = (fragment.Reads[0].Stretches[0], fragment.Reads[1].Stretches[0]);
                var span = Math.Max(one.End, other.End) - Math.Min(one.Start, other.Start);
                // Facing mates of one sequence; the two terminal repeats can put them far apart, which the median does not mind.
                if (one.Sequence == other.Sequence)
                    spans.Add(span);
            }

        return spans.Count >= PairsForLength ? HostDepthEstimate.Median([.. spans]) : rules.FragmentLength;
    }
}
