using Longwatch.Genomics.Screening;
using Longwatch.Genomics.Vectors;
using Longwatch.Statistics.Distributions;

namespace Longwatch.Genomics.Quantity;

/// <summary>What a run of this depth, these reads and this mask could have seen (docs/methods/detection-limit.md).</summary>
internal static class DetectionLimitEstimator
{
    /// <summary>The limit for the product's vector when it is known, else for the one with the shortest effective length.</summary>
    /// <param name="duplicateShare">Share of fragments that are copies of others and are still in <paramref name="host"/>.</param>
    public static DetectionLimit Estimate(
        CompiledVectors vectors,
        IReadOnlyList<UniqueMap> maps,
        ScreeningResult screening,
        IReadOnlyList<UniqueEvidence> unique,
        SpecimenFacts specimen,
        HostDepthEstimate host,
        double duplicateShare,
        double fragmentLength,
        double contamination,
        string? productVector,
        string? lost,
        QuantityRules rules
    )
    {
        var required = Math.Max(rules.RequiredFragments, BlankLimit(contamination, rules.FalsePositiveRate));
        var readLength = Whole(screening.Counts.MeanReadLength);
        var (errorRate, paired) = (ErrorRate(screening, rules), screening.Input.Paired);
        var lengths = unique
            .Select(u =>
                (
                    Evidence: u,
                    Length: EffectiveLength.Of(maps[u.Sequence], readLength, Whole(fragmentLength), paired, errorRate, rules.JoinAnchor)
                )
            )
            .ToList();
        var named = lengths.Where(l => l.Evidence.VectorName == productVector).ToList();
        var (stated, effective) = (named.Count > 0 ? named : lengths)
            .OrderBy(l => l.Length.Unique)
            .ThenBy(l => l.Evidence.Sequence)
            .FirstOrDefault();

        var whyNot = lost ?? WhyNot(screening, specimen, host, stated, effective, maps, rules);
        var depth = host.Depth * (1 - duplicateShare);
        var basesPerFragment = host.BasesPerRead * (paired ? 2 : 1);
        var perBase = depth / 2 / basesPerFragment * screening.KeptShare;
        var limit = new DetectionLimit(
            required,
            effective.Unique,
            Finite(depth),
            Finite(host.FifthPercentile * (1 - duplicateShare)),
            null,
            null,
            null,
            null,
            null,
            whyNot
        )
        {
            VectorName = stated?.VectorName ?? "",
            MaskedShare = stated is null
                ? 1
                : 1 - (maps[stated.Sequence].SolidStarts / (double)Math.Max(1, maps[stated.Sequence].Solid.Length - CompiledVectors.K + 1)),
            ExpectedContamination = contamination,
            DepthMethod = host.Method,
        };
        if (whyNot is not null)
            return limit;

        var perCopy = perBase * effective.Unique;
        var dispersion = host.Dispersion * Math.Min(1, host.DispersionLength / effective.Unique);
        var copies = NegativeBinomial.MeanReaching(required, rules.DetectionProbability, dispersion) / perCopy;
        var upper = NegativeBinomial.MeanReaching((stated!.Counted ? stated.Fragments : 0) + 1, rules.Confidence, dispersion) / perCopy;
        // One heterozygous copy in every tumour cell, as copies per diploid amount of genome.
        var clonal = specimen.Purity is { } purity ? 2 * purity / ((purity * specimen.TumourPloidy) + (2 * (1 - purity))) : (double?)null;
        return limit with
        {
            CopiesPerCell = copies,
            CellShare = Math.Min(1, copies),
            UpperBound = upper,
            PowerForPresence = clonal is { } c ? NegativeBinomial.Survival(required - 1, c * perCopy, dispersion) : null,
            PowerForClonalSite = clonal is { } s
                ? SitePower(s * perBase * effective.Split, s * perBase * effective.Pair, rules.SiteFragments)
                : null,
            FragmentsPerCopy = perCopy,
            JoinFragmentsPerCopy = perBase * (effective.Split + effective.Pair),
            Dispersion = dispersion,
        };
    }

    /// <summary>The smallest count that a Poisson background reaches with at most the given probability.</summary>
    internal static int BlankLimit(double background, double probability)
    {
        var count = 1;
        while (Poisson.Survival(count - 1, background) > probability)
            count++;
        return count;
    }

    /// <summary>At least <paramref name="required"/> fragments over the joins, of which one is split.</summary>
    internal static double SitePower(double split, double pair, int required)
    {
        double missed = 0;
        for (var n = 0; n < required; n++)
            missed += Poisson.Probability(n, split + pair);
        // Enough fragments, but none split.
        return Math.Max(0, 1 - missed - (Math.Exp(-split) * Poisson.Survival(required - 1, pair)));
    }

    /// <summary>The mean quality understates errors, which sit in few bad bases: at least the rule's rate is assumed.</summary>
    private static double ErrorRate(ScreeningResult screening, QuantityRules rules) =>
        double.IsNaN(screening.Counts.MeanQuality)
            ? rules.ErrorRate
            : Math.Clamp(Math.Pow(10, -screening.Counts.MeanQuality / 10), rules.ErrorRate, 0.25);

    private static string? WhyNot(
        ScreeningResult screening,
        SpecimenFacts specimen,
        HostDepthEstimate host,
        UniqueEvidence? stated,
        EffectiveLength effective,
        IReadOnlyList<UniqueMap> maps,
        QuantityRules rules
    )
    {
        if (specimen.Molecule == MoleculeKind.Rna || specimen.Assay == AssayKind.Rna)
            return "RNA: how many reads a cell gives depends on expression, so there is no limit in cells";
        if (specimen.Assay == AssayKind.Targeted)
            return "targeted assay: vector depth off target has no fixed relation to the depth of the baited host";
        if (specimen.Assay == AssayKind.Amplicon)
            return "amplicons: depth says nothing about copies per cell";
        if (screening.Counts.Reads == 0)
            return "the input has no reads";
        if (!(host.Depth > 0))
            return $"host depth is not known: {host.Method}";
        if (stated is null)
            return "no vector (provirus or construct) was searched";
        if (maps[stated.Sequence].SolidStarts == 0)
            return $"no part of {stated.VectorName} is unique to it under the mask";
        if (effective.Unique <= 0)
            return $"the reads are too short ({screening.Counts.MeanReadLength:F0} bases) to hold a unique 31-mer";
        var (first, last) = (Array.IndexOf(maps[stated.Sequence].Solid, true), Array.LastIndexOf(maps[stated.Sequence].Solid, true));
        return last - first < rules.PlaceDistance
            ? $"the unique part of {stated.VectorName} spans {last - first + 1} bases, too few for two places of evidence"
            : null;
    }

    /// <summary>0 for what is no length (an input without reads); no library has fragments of a million bases, so beyond it a broken header speaks.</summary>
    private static int Whole(double length) => double.IsFinite(length) ? (int)Math.Round(Math.Clamp(length, 0, 1_000_000)) : 0;

    private static double Finite(double value) => double.IsFinite(value) ? value : 0;
}
