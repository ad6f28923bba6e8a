using System.Globalization;
using Longwatch.Genomics.Rules;
using Longwatch.Genomics.Text;
using Longwatch.Statistics;
using Longwatch.Statistics.Calibration;

namespace Longwatch.Genomics.Pcr;

/// <summary>What a well of a quantitative PCR is.</summary>
public enum PcrRole : byte
{
    Sample,
    Standard,
    Blank,
}

/// <summary>One target in one well.</summary>
/// <param name="Copies">Of a standard, per reaction; null for others.</param>
/// <param name="Cycle">Quantification cycle (Cq); null when nothing amplified.</param>
public sealed record CycleWell(string Sample, string Target, PcrRole Role, double? Copies, double? Cycle)
{
    /// <summary>Reads a table: columns <c>sample</c>, <c>target</c>, <c>role</c> (sample, standard, blank), <c>copies</c>, <c>cq</c>.</summary>
    /// <exception cref="UnreadableInputException">Every problem of the file, with its line.</exception>
    public static IReadOnlyList<CycleWell> Read(string path)
    {
        var table = new PcrTable(path);
        var (sample, target, role) = (
            table.Column(true, "sample", "samplename"),
            table.Column(true, "target", "targetname"),
            table.Column(true, "role", "task")
        );
        var (copies, cycle) = (table.Column(true, "copies", "quantity"), table.Column(true, "cq", "ct", "cp"));
        var wells = new List<CycleWell>();
        foreach (var (place, cells) in table.Rows())
        {
            PcrRole? kind = cells[role].ToLowerInvariant() switch
            {
                "sample" or "unknown" => PcrRole.Sample,
                "standard" => PcrRole.Standard,
                "blank" or "ntc" => PcrRole.Blank,
                _ => null,
            };
            if (kind is null)
                table.Problem(place, $"role '{cells[role]}' is none of sample, standard, blank");
            double? amount = null;
            if (kind == PcrRole.Standard)
            {
                if (Cells.Number(cells[copies], out var known) && known > 0)
                    amount = known;
                else
                    table.Problem(place, $"copies '{cells[copies]}' of a standard: a number above 0 was expected");
            }

            double? at = null;
            if (!Cells.IsMissing(cells[cycle]) && !cells[cycle].Equals("undetermined", StringComparison.OrdinalIgnoreCase))
            {
                if (Cells.Number(cells[cycle], out var value) && value is > 0 and < 100)
                    at = value;
                else
                    table.Problem(place, $"cq '{cells[cycle]}': a number of cycles, or Undetermined, was expected");
            }

            wells.Add(new(cells[sample], cells[target], kind ?? PcrRole.Sample, amount, at));
        }

        table.ThrowIfAny();
        return wells;
    }
}

/// <summary>The standard curve of one target: Cq against the decimal logarithm of copies.</summary>
/// <param name="Efficiency">10^(−1/slope) − 1: 1 is doubling in every cycle.</param>
public sealed record StandardCurve(string Target, CalibrationLine Line, double LowestCopies, double HighestCopies, double Efficiency);

/// <summary>A target of one sample read off its standard curve.</summary>
/// <param name="Copies">Per reaction; null when nothing amplified.</param>
/// <param name="PerMicrogram">Copies per µg of DNA; null when the DNA in a reaction is not stated.</param>
/// <param name="PerCell">From the reference gene's own curve, else from the mass of a diploid genome; null without both.</param>
public sealed record CycleResult(
    string Sample,
    string Target,
    int Replicates,
    double? MeanCycle,
    double? Copies,
    Interval? Interval,
    double? PerMicrogram,
    double? PerCell,
    Interval? PerCellInterval,
    string PerCellBy,
    IReadOnlyList<string> Warnings
);

/// <summary>Vector copies from quantification cycles and standards (docs/methods/ddpcr.md).</summary>
public static class QuantitativePcr
{
    private const double Level = 0.95;

    /// <summary>Curves by target, and one result per sample and target beside the reference, in the order of the table.</summary>
    /// <param name="nanogramsPerReaction">DNA of a sample in one reaction; null when not stated.</param>
    /// <param name="referenceTarget">Reference gene with two copies per cell and a curve of its own; null for none.</param>
    /// <exception cref="UnreadableInputException">A target has too few standards for a curve.</exception>
    public static (IReadOnlyList<StandardCurve> Curves, IReadOnlyList<CycleResult> Results) Analyse(
        IReadOnlyList<CycleWell> wells,
        double? nanogramsPerReaction,
        string? referenceTarget,
        GeneticRules rules,
        string file
    )
    {
        var problems = new List<InputProblem>();
        var curves = new List<StandardCurve>();
        foreach (var target in wells.Select(w => w.Target).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var standards = wells.Where(w => Is(w, target) && w.Role == PcrRole.Standard && w.Cycle is not null).ToList();
            if (standards.Select(s => s.Copies).Distinct().Count() < 3)
                problems.Add(
                    new(file, null, $"target '{target}' has fewer than 3 levels of standards that amplified: no curve can be fitted")
                );
            else
                curves.Add(Curve(target, standards));
        }

        if (
            referenceTarget is not null
            && !curves.Any(c => c.Target.Equals(referenceTarget, StringComparison.OrdinalIgnoreCase))
            && problems.Count == 0
        )
            problems.Add(new(file, null, $"the reference target '{referenceTarget}' is not in the table"));
        if (problems.Count > 0)
            throw new UnreadableInputException(problems);
        var results = new List<CycleResult>();
        foreach (var sample in wells.Where(w => w.Role == PcrRole.Sample).GroupBy(w => w.Sample, StringComparer.Ordinal))
        foreach (var target in sample.GroupBy(w => w.Target, StringComparer.OrdinalIgnoreCase))
            if (!target.Key.Equals(referenceTarget, StringComparison.OrdinalIgnoreCase))
            {
                var reference = referenceTarget is null ? [] : sample.Where(w => Is(w, referenceTarget)).ToList();
                var referenceCurve = curves.Find(c => c.Target.Equals(referenceTarget, StringComparison.OrdinalIgnoreCase));
                var curve = curves.First(c => c.Target.Equals(target.Key, StringComparison.OrdinalIgnoreCase));
                var blanks = wells.Where(w => w.Role == PcrRole.Blank && Is(w, target.Key)).ToList();
                results.Add(Of(sample.Key, curve, [.. target], blanks, referenceCurve, reference, nanogramsPerReaction, rules));
            }

        return (curves, results);
    }

    private static bool Is(CycleWell well, string target) => well.Target.Equals(target, StringComparison.OrdinalIgnoreCase);

    private static StandardCurve Curve(string target, List<CycleWell> standards)
    {
        var line = CalibrationLine.Fit([.. standards.Select(s => Math.Log10(s.Copies!.Value))], [.. standards.Select(s => s.Cycle!.Value)]);
        return new(
            target,
            line,
            standards.Min(s => s.Copies!.Value),
            standards.Max(s => s.Copies!.Value),
            Math.Pow(10, -1 / line.Slope) - 1
        );
    }

    private static CycleResult Of(
        string sample,
        StandardCurve curve,
        IReadOnlyList<CycleWell> wells,
        List<CycleWell> blanks,
        StandardCurve? referenceCurve,
        List<CycleWell> reference,
        double? nanograms,
        GeneticRules rules
    )
    {
        var warnings = new List<string>();
        CurveWarnings(curve, warnings, rules);
        if (referenceCurve is not null)
            CurveWarnings(referenceCurve, warnings, rules);
        var (mean, copies, interval) = Invert(curve, wells, warnings);
        if (blanks.Count == 0)
            warnings.Add("no blank well: contamination of the reagents is not excluded");
        foreach (var blank in blanks.Where(b => b.Cycle is not null))
            warnings.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"blank '{blank.Sample}' amplified at cycle {blank.Cycle:F1}: a late signal of a sample may be contamination"
                )
            );
        double? perMicrogram = copies is { } c && nanograms is { } ng ? c / ng * 1000 : null;
        var (perCell, perCellInterval, by) = ((double?)null, (Interval?)null, "not told: give --dna or --reference-target");
        if (copies is { } vector && referenceCurve is not null && reference.Count > 0)
        {
            var (_, host, hostInterval) = Invert(referenceCurve, reference, warnings);
            by = "2 x copies over copies of the reference gene";
            if (host is { } h)
                (perCell, perCellInterval) = (2 * vector / h, Ratio(vector, interval, h, hostInterval, 2));
        }
        else if (perMicrogram is { } m)
        {
            // Picograms per diploid genome: 1 µg is 10^6 pg.
            var factor = rules.Quantity["diploidGenomePicograms"].Value / 1e6;
            by = "mass of a diploid genome; the error of the DNA measurement is not in the interval";
            (perCell, perCellInterval) = (m * factor, interval?.Scale(1000 / nanograms!.Value * factor));
        }

        return new(sample, curve.Target, wells.Count, mean, copies, interval, perMicrogram, perCell, perCellInterval, by, warnings);
    }

    private static (double? Mean, double? Copies, Interval? Interval) Invert(
        StandardCurve curve,
        IReadOnlyList<CycleWell> wells,
        List<string> warnings
    )
    {
        var cycles = wells.Where(w => w.Cycle is not null).Select(w => w.Cycle!.Value).ToList();
        if (cycles.Count == 0)
        {
            warnings.Add(
                $"{curve.Target}: nothing amplified; below the lowest standard of {curve.LowestCopies.ToString("G6", CultureInfo.InvariantCulture)} copies nothing is proven"
            );
            return (null, null, null);
        }

        if (cycles.Count < wells.Count)
            warnings.Add(
                $"{curve.Target}: {wells.Count - cycles.Count} of {wells.Count} wells did not amplify; the mean of the others is too high"
            );
        var mean = cycles.Average();
        var copies = Math.Pow(10, curve.Line.Invert(mean));
        if (copies < curve.LowestCopies || copies > curve.HighestCopies)
            warnings.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{curve.Target}: {copies:G3} copies lie outside the standards ({curve.LowestCopies:G3} to {curve.HighestCopies:G3})"
                )
            );
        Interval? interval = curve.Line.InverseInterval(mean, cycles.Count, Level) is { } log
            ? new Interval(Math.Pow(10, log.Lower), Math.Pow(10, log.Upper))
            : null;
        if (interval is null)
            warnings.Add($"{curve.Target}: the slope is not significant; there is no interval");
        return (mean, copies, interval);
    }

    /// <summary>Squared distances of the limits on the log scale add up (MOVER).</summary>
    private static Interval? Ratio(double one, Interval? oneInterval, double other, Interval? otherInterval, double factor)
    {
        if (oneInterval is not { } a || otherInterval is not { } b)
            return null;
        var ratio = factor * one / other;
        var down = Math.Sqrt(Square(Math.Log(one / a.Lower)) + Square(Math.Log(b.Upper / other)));
        var up = Math.Sqrt(Square(Math.Log(a.Upper / one)) + Square(Math.Log(other / b.Lower)));
        return new(ratio * Math.Exp(-down), ratio * Math.Exp(up));
    }

    private static double Square(double x) => x * x;

    private static void CurveWarnings(StandardCurve curve, List<string> warnings, GeneticRules rules)
    {
        var (low, high) = (rules.Quantity["qpcrLeastEfficiency"].Value, rules.Quantity["qpcrGreatestEfficiency"].Value);
        if (!(curve.Efficiency >= low && curve.Efficiency <= high))
            warnings.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{curve.Target}: efficiency {100 * curve.Efficiency:F1} % lies outside {100 * low:F0} to {100 * high:F0} %"
                )
            );
        if (curve.Line.SquaredCorrelation < rules.Quantity["qpcrLeastSquaredCorrelation"].Value)
            warnings.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{curve.Target}: r2 {curve.Line.SquaredCorrelation:F4} is too low for a standard curve"
                )
            );
    }
}
