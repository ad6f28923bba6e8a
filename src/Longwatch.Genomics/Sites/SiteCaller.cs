using Longwatch.Genomics.Evidence;
using Longwatch.Genomics.Rules;
using Longwatch.Genomics.Screening;
using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Sites;

/// <summary>From reads on the searched sequences and on the host to integration sites.</summary>
/// <remarks>
/// Joins are found read by read (<see cref="ObservationBuilder"/>), grouped (<see cref="SplitClusters"/>, <see cref="PairAttachment"/>), paired
/// (<see cref="SitePairing"/>) and weighed against the sample's own chimeras (<see cref="SiteBackground"/>).
/// Model, formulae and checks: <c>docs/methods/integration-sites.md</c>.
/// </remarks>
public static class SiteCaller
{
    /// <summary>Calls the integration sites of a sample.</summary>
    /// <param name="reference">The host; null when none was given. With it, a host variant beside a join does not shift the site.</param>
    /// <param name="placedBy">What aligned the host parts: an aligner with its version, or the input itself.</param>
    public static SitesResult Call(
        EvidenceResult evidence,
        CompiledVectors vectors,
        ScreeningResult screening,
        HostReference? reference,
        string placedBy,
        GeneticRules rules
    ) => Call(evidence, vectors, screening, reference is null ? null : reference.Fetch, reference?.TotalLength, placedBy, rules);

    internal static SitesResult Call(
        EvidenceResult evidence,
        CompiledVectors vectors,
        ScreeningResult screening,
        HostBases? reference,
        double? referenceLength,
        string placedBy,
        GeneticRules genetic
    )
    {
        var rules = SiteRules.From(genetic);
        var search = new VectorSearch(vectors, genetic, rules);
        var limit = rules.FragmentLimit(screening.Counts.MedianFragment);
        var builder = new ObservationBuilder(search, rules, limit, reference);
        var joins = new VectorJoinClassifier(search, rules, limit);
        var vectorFragments = 0L;
        var placed = false;
        for (var i = 0; i < evidence.Fragments.Count; i++)
        {
            var fragment = FragmentLayout.Of(evidence, i, search, rules);
            builder.Add(fragment);
            joins.Add(fragment);
            vectorFragments += fragment.Fragment.DuplicateOf < 0 && fragment.Reads.Any(r => r.HasVector) ? 1 : 0;
            placed |= fragment.Reads.Any(r => r.Read.Host is not null || r.Read.Others.Count > 0 || r.Read.Mate is not null);
        }

        var clusters = new SplitClusters(RepeatLinks.Share(builder.Splits, search, rules), search, rules).Run();
        InvertedEnds.Settle(clusters, builder.Pairs, search, rules, limit);
        SatelliteJoins.Merge(clusters, search, rules);
        new PairAttachment(clusters, search, rules, limit).Attach(builder.Pairs, builder.Tails);
        var sides = new SitePairing(search, rules, limit).Pair(clusters);
        var background = new SiteBackground(sides, search, rules, limit, HostLength(screening, referenceLength, rules));
        var contigs = screening.Input.Contigs.Select((c, n) => (c.Name, n)).DistinctBy(c => c.Name).ToDictionary(c => c.Name, c => c.n);
        var report = new SiteReport(search, rules, background);
        var sites = report.Describe(sides, contigs);
        return new(
            SpanningCounter.FromNeighbours(sites, screening, evidence, rules),
            joins.Counts(),
            vectorFragments == 0 ? 0 : (double)background.Unclustered / vectorFragments,
            placed || screening.Input.Aligned || reference is not null,
            placedBy
        )
        {
            Notes = VectorInReference.Notes(evidence),
        };
    }

    /// <summary>Host bases on which a chimera could have been seen: covered windows, else all contigs, else the reference, else a human genome.</summary>
    private static double HostLength(ScreeningResult screening, double? referenceLength, SiteRules rules)
    {
        double covered = screening.Host is { } depth ? depth.Bases.Sum(w => w.LongCount(b => b > 0)) * (double)depth.WindowLength : 0;
        if (covered > 0)
            return covered;
        double contigs = screening.Input.Contigs.Sum(c => c.Length);
        return contigs > 0 ? contigs : referenceLength ?? rules.GenomeLength;
    }
}
