using System.Globalization;
using Longwatch.Genomics.Sites;
using Longwatch.Statistics;
using Longwatch.Statistics.Proportions;
using Longwatch.Statistics.Rates;

namespace Longwatch.Genomics.Quantity;

/// <summary>Share of alleles and cells that carry a site (docs/methods/clone-fraction.md).</summary>
internal static class SiteFractionEstimator
{
    private const string Spanning =
        "split fragments against fragments that cross the site without insertion; beta-binomial interval with Jeffreys' prior";
    private const string OverDepth = "split fragments over the depth of the host; Poisson interval";

    /// <summary>In the order of the sites.</summary>
    /// <param name="readsPerBase">Expected starts of host reads per base of the diploid genome; NaN when the depth is not known.</param>
    /// <param name="crossing">Start positions from which a read crosses a join with the anchor on both sides.</param>
    public static IReadOnlyList<SiteFraction> Estimate(
        IReadOnlyList<IntegrationSite> sites,
        SpecimenFacts specimen,
        double readsPerBase,
        double crossing,
        QuantityRules rules
    )
    {
        var whyNot = WhyNot(specimen);
        var counts = sites.Select(s => new JoinCounts(Window(s), s.Host.Spanning ?? 0, Ends(s, rules))).ToList();
        var clones = CloneGrouping.Number(
            [
                .. counts.Zip(
                    sites,
                    (c, s) => s.Host.Spanning is not null && c.Junction >= rules.CloneFragments && whyNot is null ? c : (JoinCounts?)null
                ),
            ],
            rules.SameCloneLevel
        );
        var result = new SiteFraction[sites.Count];
        for (var i = 0; i < sites.Count; i++)
        {
            var allele =
                whyNot is not null ? new Quantity(null, null, Spanning, whyNot)
                : sites[i].Host.Spanning is not null ? FromSpanning(sites[i], counts[i], rules)
                : FromDepth(counts[i], readsPerBase * crossing, rules);
            result[i] = new(
                sites[i].Id,
                counts[i].Junction,
                counts[i].Spanning,
                allele,
                CellFraction(allele, specimen, ofTumour: false),
                clones[i]
            )
            {
                TumourCellFraction = CellFraction(allele, specimen, ofTumour: true),
            };
        }

        return result;
    }

    /// <summary>Split fragments with the overhang that fragments without insertion are counted with; a join is called on less, which would overstate the share.</summary>
    private static int Window(IntegrationSite site) => (site.Left?.WindowFragments ?? 0) + (site.Right?.WindowFragments ?? 0);

    /// <summary>
    /// How many ends of the provirus could have been seen: 2 when both were, and when one has no fragments but so few are there that this is chance.
    /// </summary>
    private static int Ends(IntegrationSite site, QuantityRules rules)
    {
        var (left, right) = (site.Left?.SplitFragments ?? 0, site.Right?.SplitFragments ?? 0);
        return left > 0 && right > 0 || 2 * Math.Pow(0.5, left + right) >= rules.OneEndLevel ? 2 : 1;
    }

    /// <summary>
    /// An allele with the insertion offers each seen end to the reads, one without offers the site once: of the crossing fragments the share
    /// π = e p / (e p + 1 − p) is split, so p = π / (e − (e − 1) π).
    /// </summary>
    private static Quantity FromSpanning(IntegrationSite site, JoinCounts counts, QuantityRules rules)
    {
        var n = counts.Junction + counts.Spanning;
        if (n == 0)
            return new(
                null,
                null,
                Spanning,
                "no split fragment with enough bases on both sides, and none that crosses the site without insertion"
            );
        var share = OverdispersedInterval.Jeffreys(counts.Junction, n, rules.JunctionCorrelation, rules.Confidence);
        var lower = Allele(share.Lower, counts.Ends);
        // With one end unseen by chance or not, the limit must hold for both readings.
        var oneEnd = site.Left is null || site.Right is null || site.Left.SplitFragments == 0 || site.Right.SplitFragments == 0;
        var upper = Allele(share.Upper, oneEnd ? 1 : counts.Ends);
        var note =
            !oneEnd ? null
            : counts.Ends == 1 ? "only one end of the provirus is seen"
            : "one end of the provirus has no split fragment, which may be chance: the upper limit allows for an end that cannot be seen";
        return new(Allele((double)counts.Junction / n, counts.Ends), new Interval(lower, upper), Spanning, note);
    }

    internal static double Allele(double share, int ends) => share / (ends - ((ends - 1) * share));

    private static Quantity FromDepth(JoinCounts counts, double perDiploid, QuantityRules rules)
    {
        if (!(perDiploid > 0))
            return new(null, null, OverDepth, "neither fragments that cross the site on the host nor the host depth are known");
        var expected = perDiploid * counts.Ends; // if every allele had the insertion
        var interval = PoissonInterval.Garwood(counts.Junction, rules.Confidence).Scale(1 / expected);
        return new(
            Math.Min(1, counts.Junction / expected),
            new Interval(Math.Min(1, interval.Lower), Math.Min(1, interval.Upper)),
            OverDepth,
            "fragments without insertion at the site were not counted; the depth of the genome stands for them"
        );
    }

    /// <summary>One copy per carrier: carriers are the allele fraction times the mean number of alleles per cell.</summary>
    private static Quantity CellFraction(Quantity allele, SpecimenFacts specimen, bool ofTumour)
    {
        var method = ofTumour
            ? "allele fraction x (P f + 2 (1 - f)) / f, one copy per carrier, all carriers tumour cells"
            : "allele fraction x (P f + 2 (1 - f)), one copy per carrier";
        if (allele.Value is not { } value || allele.Interval is not { } interval)
            return new(null, null, method, allele.Note);
        var purity = specimen.Purity;
        if (ofTumour && purity is not > 0)
            return new(null, null, method, purity is null ? "the tumour purity is not stated" : "the stated purity is 0");
        if (purity is null && specimen.TumourPloidy != 2)
            return new(null, null, method, "the purity is not stated, so the mean number of alleles per cell is not known");
        var alleles = ((purity ?? 0) * specimen.TumourPloidy) + (2 * (1 - (purity ?? 0)));
        var factor = ofTumour ? alleles / purity!.Value : alleles;
        var above = value * factor > 1;
        var note = above
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{value * factor:F2} before it was bounded to 1: more than one copy per carrier, a lost allele, or a purity that is too low"
            )
            : allele.Note;
        return new(
            Math.Min(1, value * factor),
            new Interval(Math.Min(1, interval.Lower * factor), Math.Min(1, interval.Upper * factor)),
            method,
            note
        );
    }

    private static string? WhyNot(SpecimenFacts specimen) =>
        specimen.Molecule == MoleculeKind.Rna || specimen.Assay == AssayKind.Rna ? "RNA: reads follow expression, not alleles"
        : specimen.Assay == AssayKind.Amplicon ? "amplicons: fragments without insertion are not amplified alike"
        : null;
}
