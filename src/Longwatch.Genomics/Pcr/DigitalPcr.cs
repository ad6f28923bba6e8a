using System.Globalization;
using Longwatch.Genomics.Rules;
using Longwatch.Statistics;
using Longwatch.Statistics.Distributions;
using Longwatch.Statistics.Partitions;

namespace Longwatch.Genomics.Pcr;

/// <summary>How an assay was run.</summary>
/// <param name="DropletNanolitres">Volume of a droplet.</param>
/// <param name="Dilution">How many times the DNA was diluted before it went into the reaction, ≥ 1.</param>
/// <param name="ReactionMicrolitres">Volume of the reaction that the droplets were made from.</param>
/// <param name="ReferenceTarget">Name of the reference gene in the table.</param>
/// <param name="ReferenceCopies">Its copies per cell: 2 for RPP30, ALB and TERT in a diploid genome.</param>
public sealed record DropletAssay(
    double DropletNanolitres,
    double Dilution,
    double ReactionMicrolitres,
    string ReferenceTarget,
    double ReferenceCopies
);

/// <summary>Concentration of one target.</summary>
/// <param name="PerMicrolitre">Copies per µL of the reaction; infinite when every droplet is positive.</param>
/// <param name="Undiluted">Copies per µL before the dilution.</param>
/// <param name="AnalysedShare">Of the reaction's volume, what the accepted droplets hold; the rest is dead volume.</param>
public sealed record DropletConcentration(
    string Target,
    int Wells,
    PartitionCount Droplets,
    double PerMicrolitre,
    Interval Interval,
    double Undiluted,
    double AnalysedShare
);

/// <summary>A vector target of one sample against the reference gene.</summary>
/// <param name="CopiesPerCell">Null when the reference does not allow a ratio.</param>
/// <param name="Cells">Cells whose DNA was in the accepted droplets.</param>
/// <param name="LimitOfBlank">Positive droplets that blanks exceed in 5 % of repeats.</param>
/// <param name="LimitOfDetection">Copies per cell that are detected, above the limit of blank, with probability 0.95.</param>
/// <param name="Detected">More positive droplets than the limit of blank.</param>
/// <param name="Warnings">What a reader must know before the figures are used.</param>
public sealed record DropletResult(
    string Sample,
    DropletConcentration Vector,
    DropletConcentration Reference,
    double? CopiesPerCell,
    Interval? ByDelta,
    Interval? ByProfile,
    double Cells,
    int LimitOfBlank,
    double? LimitOfDetection,
    bool Detected,
    IReadOnlyList<string> Warnings
);

/// <summary>Vector copies per cell from droplet counts (docs/methods/ddpcr.md).</summary>
public static class DigitalPcr
{
    private const double Level = 0.95;

    /// <summary>One result per sample and vector target, in the order of the table; wells of a sample and target are put together.</summary>
    /// <exception cref="UnreadableInputException">No well has the reference target, or a sample lacks it.</exception>
    public static IReadOnlyList<DropletResult> Analyse(
        IReadOnlyList<DropletWell> wells,
        DropletAssay assay,
        GeneticRules rules,
        string file
    )
    {
        var problems = new List<InputProblem>();
        var blanks = wells.Where(w => w.IsBlank).ToList();
        var results = new List<DropletResult>();
        foreach (var sample in wells.Where(w => !w.IsBlank).GroupBy(w => w.Sample, StringComparer.Ordinal))
        {
            var reference = sample.Where(w => w.Target.Equals(assay.ReferenceTarget, StringComparison.OrdinalIgnoreCase)).ToList();
            if (reference.Count == 0)
            {
                problems.Add(
                    new(
                        file,
                        null,
                        $"sample '{sample.Key}' has no well with the reference target '{assay.ReferenceTarget}'; name it with --reference-target"
                    )
                );
                continue;
            }

            foreach (var target in sample.Except(reference).GroupBy(w => w.Target, StringComparer.OrdinalIgnoreCase))
                results.Add(
                    Analyse(
                        sample.Key,
                        [.. target],
                        reference,
                        [.. blanks.Where(b => b.Target.Equals(target.Key, StringComparison.OrdinalIgnoreCase))],
                        assay,
                        rules
                    )
                );
        }

        if (results.Count == 0 && problems.Count == 0)
            problems.Add(new(file, null, "has no sample with a target beside the reference"));
        return problems.Count > 0 ? throw new UnreadableInputException(problems) : results;
    }

    private static DropletResult Analyse(
        string sample,
        IReadOnlyList<DropletWell> target,
        IReadOnlyList<DropletWell> reference,
        IReadOnlyList<DropletWell> blanks,
        DropletAssay assay,
        GeneticRules rules
    )
    {
        var (vector, host) = (Concentration(target, assay), Concentration(reference, assay));
        var warnings = new List<string>();
        Quality(target, warnings, rules);
        Quality(reference, warnings, rules);
        var (v, h) = (vector.Droplets, host.Droplets);
        var usable = h.Positive > 0 && h.Positive < h.Total && v.Positive < v.Total;
        var cells = h.Mean * v.Total / assay.ReferenceCopies;

        var falseMean = 0.0;
        if (blanks.Count == 0)
            warnings.Add("no blank well: the limit of blank is taken as 0 droplets, which is not proven");
        else
        {
            var blank = PartitionCount.Merge(blanks.Select(b => b.Droplets));
            falseMean = blank.Mean * v.Total;
        }

        var limitOfBlank = 0;
        while (Poisson.Survival(limitOfBlank, falseMean) > 1 - Level)
            limitOfBlank++;
        var limit = usable && cells > 0 ? (NegativeBinomial.MeanReaching(limitOfBlank + 1, Level, 0) - falseMean) / cells : (double?)null;
        if (!usable)
            warnings.Add(
                "no ratio: the reference has no positive or no negative droplet, or the vector no negative one; dilute or load more"
            );
        Rain(target, vector, host, assay, warnings, rules);
        return new(
            sample,
            vector,
            host,
            usable ? assay.ReferenceCopies * v.Mean / h.Mean : null,
            usable ? PartitionCount.RatioByDelta(v, h, Level)?.Scale(assay.ReferenceCopies) : null,
            usable ? PartitionCount.RatioByProfile(v, h, Level)?.Scale(assay.ReferenceCopies) : null,
            cells,
            limitOfBlank,
            limit,
            v.Positive > limitOfBlank,
            warnings
        );
    }

    private static DropletConcentration Concentration(IReadOnlyList<DropletWell> wells, DropletAssay assay)
    {
        var droplets = PartitionCount.Merge(wells.Select(w => w.Droplets));
        var perMicrolitre = 1000 / assay.DropletNanolitres; // droplets in a microlitre
        var analysed = droplets.Total / perMicrolitre / (assay.ReactionMicrolitres * wells.Count);
        return new(
            wells[0].Target,
            wells.Count,
            droplets,
            droplets.Mean * perMicrolitre,
            droplets.MeanInterval(Level).Scale(perMicrolitre),
            droplets.Mean * perMicrolitre * assay.Dilution,
            analysed
        );
    }

    private static void Quality(IReadOnlyList<DropletWell> wells, List<string> warnings, GeneticRules rules)
    {
        var least = rules.Quantity["dropletsLeast"].Value;
        foreach (var well in wells.Where(w => w.Droplets.Total < least))
            warnings.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"well {(well.Well.Length > 0 ? well.Well : "?")}, {well.Target}: {well.Droplets.Total} droplets, fewer than {least}: repeat it"
                )
            );
        var greatest = rules.Quantity["dropletsSaturation"].Value;
        var merged = PartitionCount.Merge(wells.Select(w => w.Droplets));
        if (merged.Mean > greatest)
            warnings.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{wells[0].Target}: {merged.Mean:F2} copies per droplet, beyond {greatest}: dilute"
                )
            );
        // Wells of one sample must agree before they are put together.
        if (wells.Count > 1 && merged.Positive > 0 && merged.Positive < merged.Total)
        {
            var statistic = 0.0;
            foreach (var well in wells)
            {
                var expected = (double)well.Droplets.Total * merged.Positive / merged.Total;
                var away = well.Droplets.Positive - expected;
                statistic += away * away / (expected * (1 - ((double)merged.Positive / merged.Total)));
            }

            if (ChiSquared.Survival(wells.Count - 1, statistic) < rules.Quantity["dropletsWellsDiffer"].Value)
                warnings.Add($"{wells[0].Target}: the wells differ by more than chance; the interval of the merged wells is too short");
        }
    }

    private static void Rain(
        IReadOnlyList<DropletWell> target,
        DropletConcentration vector,
        DropletConcentration reference,
        DropletAssay assay,
        List<string> warnings,
        GeneticRules rules
    )
    {
        if (target.All(w => w.Intermediate is null))
        {
            warnings.Add($"{vector.Target}: intermediate droplets (rain) are not told; look at the amplitudes");
            return;
        }

        var between = target.Sum(w => w.Intermediate ?? 0);
        if (between <= rules.Quantity["dropletsRainShare"].Value * Math.Max(1, vector.Droplets.Positive))
            return;
        var most = vector.Droplets with { Positive = Math.Min(vector.Droplets.Total, vector.Droplets.Positive + between) };
        warnings.Add(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{vector.Target}: {between} droplets lie between the clouds (rain) beside {vector.Droplets.Positive} positive; with all of them as positive there would be {assay.ReferenceCopies * most.Mean / reference.Droplets.Mean:G3} copies per cell"
            )
        );
    }
}
