using Longwatch.Statistics.Distributions;

namespace Longwatch.Statistics.Disproportionality;

/// <summary>Upper tails of the hypergeometric distribution of a table's first cell, fast enough for every pair of a report base.</summary>
internal static class HypergeometricTail
{
    /// <summary>P(X &gt; a) + ½ P(X = a), given the margins: the one-sided mid-P of independence against more reports than expected.</summary>
    /// <remarks>The probability of a by Loader's saddle-point form, then ratios of neighbours away from the mode until nothing is added any more.</remarks>
    public static double MidP(TwoByTwo table)
    {
        double a = table.Both,
            b = table.DrugOnly,
            c = table.EventOnly,
            d = table.Neither;
        var here = Probability(table);
        var up = a * d >= b * c;
        // Above the mean ratios fall going up, below it going down.
        double sum = 0.5,
            term = 1;
        if (up)
            for (; term > sum * 1e-17; sum += term)
            {
                term *= b * c / ((a + 1) * (d + 1));
                (a, b, c, d) = (a + 1, b - 1, c - 1, d + 1);
            }
        else
            for (; term > sum * 1e-17; sum += term)
            {
                term *= a * d / ((b + 1) * (c + 1));
                (a, b, c, d) = (a - 1, b + 1, c + 1, d - 1);
            }

        return Math.Clamp(up ? here * sum : 1 - (here * sum), 0, 1);
    }

    /// <summary>Probability of the table given its margins, as R's <c>dhyper</c>.</summary>
    private static double Probability(TwoByTwo table)
    {
        double drug = table.Drug,
            events = table.Event,
            total = table.Total;
        if (drug == 0 || events == 0 || drug == total || events == total)
            return 1;
        var (p, q) = (events / total, (total - events) / total);
        return Math.Exp(
            SaddlePoint.LogBinomial(table.Both, drug, p, q)
                + SaddlePoint.LogBinomial(table.EventOnly, total - drug, p, q)
                - SaddlePoint.LogBinomial(events, total, p, q)
        );
    }
}
