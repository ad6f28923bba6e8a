using Longwatch.Statistics.Distributions;
using Longwatch.Statistics.Numerics;

namespace Longwatch.Statistics.Disproportionality;

/// <summary>Ratios of a pair over strata, pooled, with tests that there is none and that it is the same in all.</summary>
/// <param name="Ror">Pooled odds ratio of Mantel and Haenszel; interval by the variance of Robins, Breslow and Greenland.</param>
/// <param name="Prr">Pooled ratio of shares; interval by the variance of Greenland and Robins.</param>
/// <param name="Statistic">Cochran, Mantel and Haenszel's statistic with continuity correction; 0 where no stratum tells anything.</param>
/// <param name="P">Its p value, 1 degree of freedom.</param>
/// <param name="BreslowDay">Statistic that the odds ratio is the same in all strata; NaN unless the pooled one is a positive number.</param>
/// <param name="Tarone">The same with Tarone's correction.</param>
/// <param name="DegreesOfFreedom">Informative strata (no margin empty) less one.</param>
/// <param name="HomogeneityP">p value of <paramref name="Tarone"/>; NaN with fewer than two informative strata.</param>
/// <remarks>
/// Mantel and Haenszel (1959); Robins, Breslow and Greenland (1986) Biometrics 42:311; Greenland and Robins (1985) Biometrics 41:55; Breslow and Day (1980);
/// Tarone (1985) Biometrika 72:91. Checked against R's <c>mantelhaen.test</c> and the closed forms on UCBAdmissions (E05): 1e-9.
/// </remarks>
public sealed record MantelHaenszel(
    RatioEstimate Ror,
    RatioEstimate Prr,
    double Statistic,
    double P,
    double BreslowDay,
    double Tarone,
    int DegreesOfFreedom,
    double HomogeneityP
)
{
    /// <summary>Pools the tables of a pair, one per stratum.</summary>
    /// <param name="strata">Any number; strata without reports or with an empty margin tell nothing and are passed over.</param>
    /// <param name="level">Of the intervals, strictly between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is not strictly between 0 and 1.</exception>
    public static MantelHaenszel Pool(ReadOnlySpan<TwoByTwo> strata, double level)
    {
        var deviate = ConfidenceLevel.Deviate(level);
        var odds = new OddsSums();
        double sharesUpper = 0,
            sharesLower = 0,
            sharesVariance = 0,
            difference = 0,
            variance = 0;
        var informative = new List<TwoByTwo>();
        foreach (var table in strata)
        {
            double a = table.Both,
                b = table.DrugOnly,
                c = table.EventOnly,
                d = table.Neither,
                n = table.Total;
            if (n == 0)
                continue;
            odds.Add(a, b, c, d, n);
            double drug = a + b,
                others = c + d,
                events = a + c;
            sharesUpper += a * others / n;
            sharesLower += c * drug / n;
            sharesVariance += ((drug * others * events) - (a * c * n)) / (n * n);
            if (drug == 0 || others == 0 || events == 0 || events == n)
                continue;
            informative.Add(table);
            difference += a - (drug * events / n);
            variance += drug * others / n * (events / n) * ((n - events) / (n - 1));
        }

        var ror = RatioEstimate.Of(odds.Upper, odds.Lower, odds.LogVariance, deviate);
        var distance = Math.Abs(difference);
        // R: the correction is left out where the distance is below one half.
        distance -= distance >= 0.5 ? 0.5 : 0;
        var chiSquared = variance > 0 ? distance * distance / variance : 0;
        var (breslowDay, tarone) = ror.Status == RatioStatus.Estimated ? Homogeneity(informative, ror.Value) : (double.NaN, double.NaN);
        var degrees = Math.Max(0, informative.Count - 1);
        return new(
            ror,
            RatioEstimate.Of(sharesUpper, sharesLower, sharesVariance / (sharesUpper * sharesLower), deviate),
            chiSquared,
            ChiSquared.Survival(1, chiSquared),
            breslowDay,
            tarone,
            degrees,
            degrees > 0 && !double.IsNaN(tarone) ? ChiSquared.Survival(degrees, tarone) : double.NaN
        );
    }

    private static (double BreslowDay, double Tarone) Homogeneity(List<TwoByTwo> strata, double ratio)
    {
        double statistic = 0,
            difference = 0,
            variance = 0;
        foreach (var table in strata)
        {
            var expected = Expected(table, ratio);
            var (b, c, d) = (table.Drug - expected, table.Event - expected, table.Neither - table.Both + expected);
            var own = 1 / ((1 / expected) + (1 / b) + (1 / c) + (1 / d));
            statistic += (table.Both - expected) * (table.Both - expected) / own;
            difference += table.Both - expected;
            variance += own;
        }

        return (statistic, variance > 0 ? statistic - (difference * difference / variance) : statistic);
    }

    /// <summary>The first cell that has the margins of the table and the given odds ratio.</summary>
    private static double Expected(TwoByTwo table, double ratio)
    {
        double drug = table.Drug,
            events = table.Event,
            rest = (double)table.Total - drug - events,
            low = Math.Max(0, -rest),
            high = Math.Min(drug, events);
        // (1 − ψ) x² + (rest + ψ (drug + events)) x − ψ drug events = 0; a root inside the range by the form that does not cancel, then polished.
        var (square, linear, constant) = (1 - ratio, rest + (ratio * (drug + events)), -ratio * drug * events);
        var start = -2 * constant / (linear + Math.Sqrt(Math.Max(0, (linear * linear) - (4 * square * constant))));
        return BracketedNewton.Solve(
            x => ((((square * x) + linear) * x) + constant, (2 * square * x) + linear),
            new(low, high),
            start,
            rising: true
        );
    }

    private struct OddsSums
    {
        private double byUpper,
            mixed,
            byLower;

        public double Upper { get; private set; }

        public double Lower { get; private set; }

        public readonly double LogVariance =>
            (byUpper / (2 * Upper * Upper)) + (mixed / (2 * Upper * Lower)) + (byLower / (2 * Lower * Lower));

        public void Add(double a, double b, double c, double d, double n)
        {
            var (r, s, p, q) = (a * d / n, b * c / n, (a + d) / n, (b + c) / n);
            Upper += r;
            Lower += s;
            byUpper += p * r;
            mixed += (p * s) + (q * r);
            byLower += q * s;
        }
    }
}
