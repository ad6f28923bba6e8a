using System.Collections.Immutable;
using Longwatch.Evaluation.Report;
using Longwatch.Statistics.Association;
using Longwatch.Statistics.MultipleTesting;

namespace Longwatch.Evaluation.Research;

/// <summary>One line of a scan: a variant, or a gene, and its tests. Counts that are too small to be shown are null.</summary>
/// <param name="Place">Position in base pairs; 0 where there is none.</param>
/// <param name="Frequency">Of the counted allele; of carriers for a gene or a mutation; null when not to be shown.</param>
public sealed record ScanRow(
    string Chromosome,
    int Place,
    string Id,
    string Alleles,
    int People,
    double? Frequency,
    double? CaseCopies,
    double Score,
    double ScoreP,
    double SaddlepointP,
    double Beta,
    double StandardError,
    double P,
    AssociationTest Test,
    AssociationStatus Status
)
{
    private const double Wald95 = 1.959964;

    /// <summary>Columns of <see cref="OddsRatio"/> behind the ratio itself.</summary>
    internal static ImmutableArray<TableColumn> Limits { get; } =
    [new("lower", "95 % lower (Wald)", 2), new("upper", "95 % upper (Wald)", 2)];

    /// <summary>Odds ratio per copy and its limits; empty cells where there is no finite number.</summary>
    internal ImmutableArray<Cell> OddsRatio => [Exp(Beta), Exp(Beta - (Wald95 * StandardError)), Exp(Beta + (Wald95 * StandardError))];

    private static Cell Exp(double log) => double.IsFinite(Math.Exp(log)) ? Cell.Of(Math.Exp(log)) : default;
}

/// <summary>What a report needs of a scan of any length: every p value, and the rows that are shown.</summary>
public sealed class ScanDigest
{
    private const int Kept = 500;

    private readonly List<double> p = [];
    private readonly List<(string Chromosome, int Place, double Beta)> dots = [];
    private readonly PriorityQueue<(int Number, ScanRow Row), (double NegativeP, int NegativeNumber)> best = new();
    private readonly Dictionary<AssociationStatus, int> statuses = [];
    private readonly Dictionary<AssociationTest, int> tests = [];

    /// <summary>Variants read, tested or not.</summary>
    public int Variants { get; private set; }

    /// <summary>Variants with a p value.</summary>
    public int Tested => p.Count;

    public IReadOnlyDictionary<AssociationStatus, int> Statuses => statuses;

    public IReadOnlyDictionary<AssociationTest, int> Tests => tests;

    public void Add(ScanRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        Variants++;
        statuses[row.Status] = statuses.GetValueOrDefault(row.Status) + 1;
        tests[row.Test] = tests.GetValueOrDefault(row.Test) + 1;
        if (double.IsNaN(row.P))
            return;
        var number = p.Count;
        p.Add(row.P);
        dots.Add((row.Chromosome, row.Place, row.Beta));
        best.Enqueue((number, row), (-row.P, -number));
        if (best.Count > Kept)
            best.Dequeue();
    }

    /// <summary>Rows with the smallest p, with false discovery rates over all tests (Benjamini–Hochberg, and –Yekutieli for any dependence).</summary>
    public ImmutableArray<(ScanRow Row, double Q, double AnyQ)> Best()
    {
        var all = p.ToArray();
        var (q, any) = (AdjustedP.BenjaminiHochberg(all), AdjustedP.BenjaminiYekutieli(all));
        return
        [
            .. best
                .UnorderedItems.Select(item => item.Element)
                .OrderBy(e => e.Row.P)
                .ThenBy(e => e.Number)
                .Select(e => (e.Row, q[e.Number], any[e.Number])),
        ];
    }

    /// <summary>λ; NaN without a test.</summary>
    public double Inflation() => DetectableEffect.Inflation(p.ToArray());

    /// <summary>Observed against expected −log₁₀ p, thinned where the dots lie upon each other.</summary>
    public ImmutableArray<(double Expected, double Observed)> Quantiles(int most)
    {
        double[] sorted = [.. p.Order()];
        var points = ImmutableArray.CreateBuilder<(double, double)>();
        var next = 0.0;
        for (var i = 0; i < sorted.Length; i++)
        {
            if (i < next)
                continue;
            points.Add((-Math.Log10((i + 0.5) / sorted.Length), -Math.Log10(Math.Max(sorted[i], double.Epsilon))));
            // All of the smallest, then ever fewer: even on the logarithmic axis.
            next = i < most / 4 ? i + 1 : (i + 1) * Math.Pow(Math.Max(1, sorted.Length / (most / 4.0)), 4.0 / (3 * most));
        }

        return points.ToImmutable();
    }

    /// <summary>Every variant below a p, and of the others a part that fills the picture: the n-th for a fixed n.</summary>
    public IEnumerable<(string Chromosome, int Place, double Beta, double P)> Dots(int most)
    {
        var threshold = p.Count <= most ? 1 : p.Order().ElementAt(most / 2);
        var step = Math.Max(1, p.Count / Math.Max(1, most / 2));
        for (var i = 0; i < p.Count; i++)
            if (p[i] <= threshold || i % step == 0)
                yield return (dots[i].Chromosome, dots[i].Place, dots[i].Beta, p[i]);
    }
}
