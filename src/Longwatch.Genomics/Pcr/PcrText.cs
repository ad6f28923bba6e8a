using System.Globalization;
using Longwatch.Statistics;

namespace Longwatch.Genomics.Pcr;

/// <summary>Results of PCR calculators as lines of text.</summary>
public static class PcrText
{
    public static IEnumerable<string> Of(DropletResult result)
    {
        yield return $"{result.Sample}: {result.Vector.Target} against {result.Reference.Target}";
        yield return Concentration(result.Vector);
        yield return Concentration(result.Reference);
        if (result.CopiesPerCell is { } copies)
        {
            yield return $"  copies per cell    {Number(copies)}";
            yield return $"    profile interval {Range(result.ByProfile)}";
            yield return $"    delta interval   {Range(result.ByDelta)}";
        }

        yield return $"  detected           {(result.Detected ? "yes" : "no")}: {result.Vector.Droplets.Positive} positive, limit of blank {result.LimitOfBlank}";
        if (result.LimitOfDetection is { } limit)
            yield return $"  LoD95              {Number(limit)} copies per cell ({Number(result.Cells)} cells examined)";
        foreach (var warning in result.Warnings)
            yield return $"  note: {warning}";
    }

    public static string Of(StandardCurve curve) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{curve.Target}: slope {curve.Line.Slope:F3}, efficiency {100 * curve.Efficiency:F1} %, r2 {curve.Line.SquaredCorrelation:F4}, {curve.Line.Count} standards from {curve.LowestCopies:G6} to {curve.HighestCopies:G6} copies"
        );

    public static IEnumerable<string> Of(CycleResult result)
    {
        yield return $"{result.Sample}: {result.Target}, {result.Replicates} well(s)";
        if (result.Copies is { } copies)
            yield return $"  copies per reaction {Number(copies)} ({Range(result.Interval)})";
        if (result.PerMicrogram is { } perMicrogram)
            yield return $"  copies per ug DNA   {Number(perMicrogram)}";
        yield return result.PerCell is { } perCell
            ? $"  copies per cell     {Number(perCell)} ({Range(result.PerCellInterval)}), {result.PerCellBy}"
            : $"  copies per cell     {result.PerCellBy}";
        foreach (var warning in result.Warnings)
            yield return $"  note: {warning}";
    }

    private static string Concentration(DropletConcentration c) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"  {c.Target, -18} {Number(c.PerMicrolitre)} copies/uL of reaction ({Range(c.Interval)}), {Number(c.Undiluted)} before dilution; {c.Droplets.Positive:N0} of {c.Droplets.Total:N0} droplets, {c.Wells} well(s), {100 * c.AnalysedShare:F0} % of the volume"
        );

    private static string Number(double value) =>
        double.IsFinite(value) ? value.ToString("G4", CultureInfo.InvariantCulture) : "not bounded";

    private static string Range(Interval? interval) => interval is { } i ? $"{Number(i.Lower)} to {Number(i.Upper)}" : "none";
}
