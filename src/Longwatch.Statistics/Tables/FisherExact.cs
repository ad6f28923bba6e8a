using Longwatch.Statistics.Distributions;

namespace Longwatch.Statistics.Tables;

/// <summary>P values of a table of two by two counts, given its margins.</summary>
/// <param name="Greater">P that the first cell is at least what was seen.</param>
/// <param name="Less">P that it is at most what was seen.</param>
/// <param name="TwoSided">Sum over the tables that are no more probable than the one seen, as in R.</param>
public readonly record struct FisherP(double Greater, double Less, double TwoSided);

/// <summary>Fisher's exact test.</summary>
public static class FisherExact
{
    /// <summary>Two probabilities are equal within this relative difference, as in R.</summary>
    private const double Tolerance = 1 + 1e-7;

    /// <summary>Compares x1 events among n1 with x2 among n2.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not 0 ≤ x ≤ n, or n1 + n2 beyond a 32-bit number.</exception>
    /// <remarks>
    /// Terms run outward from the mode by ratios of neighbours and stop where nothing is added any more, so the cost is of the order of the spread.
    /// Checked against <c>fisher.test</c> in R: 1e-10 relative.
    /// </remarks>
    public static FisherP Test(int x1, int n1, int x2, int n2)
    {
        Check(x1, n1);
        Check(x2, n2);
        var total = checked(n1 + n2);
        var events = checked(x1 + x2);
        var (low, high) = (Math.Max(0, events - n2), Math.Min(events, n1));
        if (low == high)
            return new(1, 1, 1);
        var mode = Math.Clamp((int)((events + 1.0) * (n1 + 1.0) / (total + 2.0)), low, high);
        // Relative to the mode; the sum of all makes them probabilities.
        var seen = Math.Exp(LogWeight(x1, n1, n2, events) - LogWeight(mode, n1, n2, events));
        double all = 0,
            atLeast = 0,
            atMost = 0,
            rarer = 0;
        for (var side = -1; side <= 1; side += 2)
        {
            var weight = 1.0;
            for (var k = mode; k >= low && k <= high; k += side)
            {
                if (k != mode || side == 1)
                {
                    all += weight;
                    atLeast += k >= x1 ? weight : 0;
                    atMost += k <= x1 ? weight : 0;
                    rarer += weight <= seen * Tolerance ? weight : 0;
                }

                if (weight < 1e-300 || (weight < 1e-25 * all && weight < 1e-18 * seen))
                    break;
                weight *=
                    side == 1
                        ? (double)(n1 - k) * (events - k) / ((k + 1.0) * (n2 - events + k + 1.0))
                        : (double)k * (n2 - events + k) / ((n1 - k + 1.0) * (events - k + 1.0));
            }
        }

        return new(Math.Min(1, atLeast / all), Math.Min(1, atMost / all), Math.Min(1, rarer / all));
    }

    private static double LogWeight(int k, int n1, int n2, int events) =>
        GammaFunctions.LogChoose(n1, k) + GammaFunctions.LogChoose(n2, events - k);

    private static void Check(int x, int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(x);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(x, n);
    }
}
