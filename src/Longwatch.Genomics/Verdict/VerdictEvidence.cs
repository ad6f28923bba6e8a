using Longwatch.Genomics.Evidence;
using Longwatch.Genomics.Quantity;
using Longwatch.Genomics.Screening;
using Longwatch.Genomics.Sites;
using Longwatch.Genomics.Vectors;
using Longwatch.Statistics.Distributions;

namespace Longwatch.Genomics.Verdict;

/// <summary>Everything that a verdict weighs, counted once.</summary>
/// <param name="Best">The vector with most evidence of its own, then with most solid unique evidence; null when none was searched.</param>
/// <param name="HostSites">Confirmed and probable sites of a vector in the host.</param>
/// <param name="JoinFragments">Per host site, split and discordant fragments, greatest first.</param>
/// <param name="SitesExpected">Whether sites could have been found: DNA, placed, and a vector with ends.</param>
/// <param name="Shared">Host sites that another person has too.</param>
/// <param name="OnePlaceChance">Probability that so many scattered fragments lie at one place, when they do; 1 when they lie at several.</param>
/// <param name="LeadingSites">Sites of the clone with the greatest fraction.</param>
internal sealed record VerdictEvidence(
    UniqueEvidence? Best,
    OtherSources Others,
    IReadOnlyList<IntegrationSite> HostSites,
    IReadOnlyList<int> JoinFragments,
    int CandidateJoins,
    bool SitesExpected,
    IReadOnlyList<IntegrationSite> Shared,
    IReadOnlyList<IntegrationSite> LeadingSites,
    bool Positive,
    bool Confined,
    VectorCopyNumber? Copies,
    double OnePlaceChance
)
{
    /// <summary>The best vector is given as a construct, without the ends that join a host.</summary>
    public bool OnlyTransgene { get; init; }

    /// <summary>Whether all unique fragments lie at one place of the vector.</summary>
    public bool OnePlace => Best?.Places == 1;

    public int Fragments => Best?.Fragments ?? 0;

    /// <summary>Whether fragments show a part that tells this vector from other lentiviral ones; true as well for vectors that share nothing with those.</summary>
    public bool TellsWhich => Best is null || Best.OwnFragments > 0;

    /// <summary>Sites that stand on their own where the vector's unique parts do not show: confirmed, or with as many fragments as a detection needs. None beside wild-type virus, whose ends are the same.</summary>
    internal IReadOnlyList<IntegrationSite> Unexplained(int required, int virus) =>
        Others.WildType >= virus
            ? []
            : [.. HostSites.Where(s => s.Status == SiteStatus.Confirmed || s.SplitFragments + s.PairFragments >= required)];

    /// <summary>Whether so few fragments of the parts of its own are no chance: the sequence is another vector's, or the vector has lost its transgene.</summary>
    internal bool IsAnother(double level) =>
        Best is { OwnShare: > 0 } best && Binomial.Cdf(best.OwnFragments, best.Fragments, best.OwnShare) < level;

    public static VerdictEvidence Gather(
        SpecimenFacts specimen,
        CompiledVectors vectors,
        EvidenceResult evidence,
        SitesResult sites,
        QuantityResult quantities,
        RunContext run,
        QuantityRules quantityRules,
        VerdictRules rules
    )
    {
        var best = quantities
            .Unique.OrderByDescending(u => u.OwnFragments)
            .ThenByDescending(u => u.Fragments)
            .ThenByDescending(u => u.Places)
            .ThenBy(u => u.Sequence)
            .FirstOrDefault();
        var map = best is null ? null : UniqueMap.Of(vectors.Sequences[best.Sequence], quantityRules);
        var ofVector = sites
            .Sites.Where(s => vectors.Sequences[s.Sequence].Kind is SequenceKind.Provirus or SequenceKind.Construct)
            .ToList();
        var host = ofVector.Where(s => s.Status != SiteStatus.Candidate).ToList();
        var joins = host.Select(s => s.SplitFragments + s.PairFragments).Where(n => n > 0).OrderDescending().ToList();
        var required = quantities.Limit.RequiredFragments;
        var positive = best is not null && best.Fragments >= required && best.Places >= quantityRules.RequiredPlaces;
        var shared = run.SitesSharedWithOthers is { Count: > 0 } ids ? host.Where(s => ids.Contains(s.Id)).ToList() : [];
        return new(
            best,
            OtherSources.Count(vectors, evidence, quantityRules.MinimumUniqueRun),
            host,
            joins,
            ofVector.Where(s => s.Status == SiteStatus.Candidate).Sum(s => s.SplitFragments + s.PairFragments),
            specimen.Molecule == MoleculeKind.Dna
                && sites.Placed
                && best is not null
                && (vectors.Sequences[best.Sequence].Kind == SequenceKind.Provirus || host.Count > 0),
            shared,
            Leading(host, quantities.Sites, rules.ClonalFragments),
            positive,
            map is not null && IsConfined(best!, map, quantityRules.PlaceDistance, rules),
            best is null ? null : quantities.CopyNumbers.FirstOrDefault(c => c.Sequence == best.Sequence),
            map is not null && best!.Places == 1 ? Together(best.Fragments, (double)quantityRules.PlaceDistance / map.SolidStarts) : 1
        )
        {
            OnlyTransgene = best is not null && vectors.Sequences[best.Sequence].Kind == SequenceKind.Construct,
        };
    }

    /// <summary>The range of n uniform places of a unit length is at most r with probability n rⁿ⁻¹ − (n − 1) rⁿ.</summary>
    internal static double Together(int n, double range) =>
        n < 2 || range >= 1 ? 1 : (n * Math.Pow(range, n - 1)) - ((n - 1) * Math.Pow(range, n));

    /// <summary>
    /// The clone with the greatest fraction among those with fragments enough to be called; where fragments without insertion are hard to see (repeats), a
    /// site with a handful of fragments can have the greatest fraction, and must not hide a clone that is better supported.
    /// </summary>
    private static List<IntegrationSite> Leading(List<IntegrationSite> host, IReadOnlyList<SiteFraction> fractions, int enough)
    {
        var byId = fractions.ToDictionary(f => f.SiteId, StringComparer.Ordinal);
        return host.Where(s => byId.ContainsKey(s.Id))
                .GroupBy(s => byId[s.Id].CloneNumber)
                .OrderByDescending(g => g.Sum(s => s.SplitFragments) >= enough)
                .ThenByDescending(g => g.Max(s => byId[s.Id].AlleleFraction.Interval?.Lower ?? 0))
                .ThenByDescending(g => g.Sum(s => s.SplitFragments))
                .ThenBy(g => g.Key)
                .FirstOrDefault()
                ?.OrderByDescending(s => s.SplitFragments)
                .ThenBy(s => s.Id, StringComparer.Ordinal)
                .ToList()
            ?? [];
    }

    /// <summary>Whether the fragments occupy much less of the unique part of the vector than scattered ones would.</summary>
    /// <remarks>Classical occupancy: n fragments in m bins leave m (1 − 1/m)^n empty, variance m (m − 1)(1 − 2/m)^n + m (1 − 1/m)^n − m² (1 − 1/m)^2n.</remarks>
    internal static bool IsConfined(UniqueEvidence unique, UniqueMap map, int binLength, VerdictRules rules)
    {
        if (unique.Fragments < rules.ConfinedFragments)
            return false;
        var offered = new HashSet<int>();
        for (var p = 0; p < map.Solid.Length; p++)
            if (map.Solid[p])
                offered.Add(p / binLength);
        double bins = offered.Count;
        if (bins < 4)
            return false;
        var n = unique.Fragments;
        var (one, two) = (Math.Pow(1 - (1 / bins), n), Math.Pow(1 - (2 / bins), n));
        var variance = (bins * (bins - 1) * two) + (bins * one) - (bins * bins * one * one);
        var empty = bins - unique.Positions.Select(p => p / binLength).Where(offered.Contains).Distinct().Count();
        // Fragments are not points and bins at the ends of unique runs are short, so at least one bin more than expected must be empty.
        return empty - (bins * one) > Math.Max(1, rules.ConfinedDeviate * Math.Sqrt(Math.Max(0, variance))) && empty > bins / 4;
    }
}
