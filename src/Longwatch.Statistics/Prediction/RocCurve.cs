using Longwatch.Statistics.Distributions;

namespace Longwatch.Statistics.Prediction;

/// <summary>Area under the ROC curve.</summary>
/// <param name="Area">Chance that a case has the higher marker than a control, ties one half; NaN without cases or controls.</param>
/// <param name="Variance">DeLong's; NaN with fewer than two cases or two controls.</param>
/// <param name="Interval">Area ± deviate × error, within 0 … 1.</param>
public readonly record struct RocArea(int Cases, int Controls, double Area, double Variance, Interval Interval)
{
    /// <summary>False without a case or without a control: then there is no area.</summary>
    public bool IsEstimated => Cases > 0 && Controls > 0;
}

/// <summary>Two markers of the same persons compared by the area under the ROC curve.</summary>
/// <param name="Difference">First area less the second.</param>
/// <param name="Z">Difference over its error; 0 when the markers rank all alike, NaN without two cases and two controls.</param>
public readonly record struct RocComparison(double Difference, double Variance, double Z, double P);

/// <summary>How well a marker tells cases from controls.</summary>
/// <remarks>
/// DeLong, DeLong and Clarke-Pearson (1988) Biometrics 44:837, by mid-ranks (Sun and Xu 2014), O(n log n). Checked against pROC 1.18 (G09): 1e-10 relative.
/// </remarks>
public static class RocCurve
{
    /// <summary>The area, with DeLong's interval.</summary>
    /// <param name="marker">Higher in cases; finite, any unit.</param>
    /// <param name="cases">One per marker.</param>
    /// <exception cref="ArgumentException">Lengths differ, a marker is not finite, or the level is not in (0, 1).</exception>
    public static RocArea Area(ReadOnlySpan<double> marker, ReadOnlySpan<bool> cases, double level)
    {
        var deviate = ConfidenceLevel.Deviate(level);
        var parts = Components.Of(marker, cases);
        var variance = parts.Variance(parts);
        var half = deviate * Math.Sqrt(variance);
        return new(
            parts.OfCases.Length,
            parts.OfControls.Length,
            parts.Area,
            variance,
            new(Math.Max(0, parts.Area - half), Math.Min(1, parts.Area + half))
        );
    }

    /// <summary>Paired comparison of two markers.</summary>
    /// <param name="first">Finite, higher in cases.</param>
    /// <param name="second">Of the same persons in the same order.</param>
    /// <param name="cases">One per person.</param>
    /// <exception cref="ArgumentException">Lengths differ or a marker is not finite.</exception>
    public static RocComparison Compare(ReadOnlySpan<double> first, ReadOnlySpan<double> second, ReadOnlySpan<bool> cases)
    {
        var (a, b) = (Components.Of(first, cases), Components.Of(second, cases));
        var difference = a.Area - b.Area;
        var variance = a.Variance(a) + b.Variance(b) - (2 * a.Variance(b));
        if (double.IsNaN(variance))
            return new(difference, double.NaN, double.NaN, double.NaN);
        var z = difference == 0 ? 0 : difference / Math.Sqrt(Math.Max(0, variance));
        return new(difference, Math.Max(0, variance), z, 2 * NormalDistribution.Cdf(-Math.Abs(z)));
    }

    /// <summary>For each case the share of controls below it, for each control the share of cases above it.</summary>
    private sealed record Components(double[] OfCases, double[] OfControls, double Area)
    {
        public static Components Of(ReadOnlySpan<double> marker, ReadOnlySpan<bool> cases)
        {
            if (marker.Length != cases.Length)
                throw new ArgumentException($"{marker.Length} markers for {cases.Length} persons.", nameof(marker));
            var order = new int[marker.Length];
            for (var i = 0; i < order.Length; i++)
                order[i] = double.IsFinite(marker[i]) ? i : throw new ArgumentException("A marker is not finite.", nameof(marker));
            var sorted = marker.ToArray();
            Array.Sort(sorted, order);
            var all = 0;
            foreach (var c in cases)
                all += c ? 1 : 0;
            var others = cases.Length - all;
            var share = new double[marker.Length];
            int casesBelow = 0,
                controlsBelow = 0;
            for (var first = 0; first < sorted.Length; )
            {
                int next = first,
                    casesHere = 0;
                for (; next < sorted.Length && sorted[next] == sorted[first]; next++)
                    casesHere += cases[order[next]] ? 1 : 0;
                var controlsHere = next - first - casesHere;
                for (var i = first; i < next; i++)
                    share[order[i]] = cases[order[i]]
                        ? (controlsBelow + (controlsHere / 2.0)) / others
                        : (all - casesBelow - casesHere + (casesHere / 2.0)) / all;
                (casesBelow, controlsBelow, first) = (casesBelow + casesHere, controlsBelow + controlsHere, next);
            }

            var (ofCases, ofControls) = (new double[all], new double[others]);
            int at = 0,
                other = 0;
            for (var i = 0; i < share.Length; i++)
                if (cases[i])
                    ofCases[at++] = share[i];
                else
                    ofControls[other++] = share[i];
            return new(ofCases, ofControls, all == 0 || others == 0 ? double.NaN : Mean(ofCases));
        }

        public double Variance(Components other) =>
            (Covariance(OfCases, other.OfCases) / OfCases.Length) + (Covariance(OfControls, other.OfControls) / OfControls.Length);

        private static double Covariance(double[] a, double[] b)
        {
            if (a.Length < 2)
                return double.NaN;
            var (meanA, meanB) = (Mean(a), Mean(b));
            var sum = 0.0;
            for (var i = 0; i < a.Length; i++)
                sum += (a[i] - meanA) * (b[i] - meanB);
            return sum / (a.Length - 1);
        }

        private static double Mean(double[] values)
        {
            var sum = 0.0;
            foreach (var value in values)
                sum += value;
            return sum / values.Length;
        }
    }
}
