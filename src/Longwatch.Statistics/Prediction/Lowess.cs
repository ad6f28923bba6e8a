namespace Longwatch.Statistics.Prediction;

/// <summary>Locally weighted straight lines with tricube weights, without robustness steps.</summary>
/// <remarks>
/// Cleveland (1979) J Am Stat Assoc 74:829; span two thirds, points closer than 1 % of the range interpolated, as <c>lowess(x, y, iter = 0)</c> of R.
/// Checked against it through the calibration measures of <c>rms::val.prob</c> (G09): 1e-9.
/// </remarks>
internal static class Lowess
{
    private const double Span = 2.0 / 3;
    private const double Near = 0.01;

    /// <summary>The smooth at each x.</summary>
    /// <param name="x">Ascending, at least one.</param>
    public static double[] Smooth(double[] x, double[] y)
    {
        var n = x.Length;
        if (n < 2)
            return (double[])y.Clone();
        var window = Math.Max(2, Math.Min(n, (int)((Span * n) + 1e-7)));
        var delta = Near * (x[^1] - x[0]);
        var smooth = new double[n];
        var weights = new double[n];
        var (left, right, last, at) = (0, window - 1, -1, 0);
        while (true)
        {
            while (right < n - 1 && x[at] - x[left] > x[right + 1] - x[at])
                (left, right) = (left + 1, right + 1);
            smooth[at] = Line(x, y, weights, at, left, right) ?? y[at];
            for (var j = last + 1; j < at; j++)
            {
                var share = (x[j] - x[last]) / (x[at] - x[last]);
                smooth[j] = (share * smooth[at]) + ((1 - share) * smooth[last]);
            }

            last = at;
            var cut = x[last] + delta;
            for (at = last + 1; at < n && x[at] <= cut; at++)
                if (x[at] == x[last])
                {
                    smooth[at] = smooth[last];
                    last = at;
                }

            if (last >= n - 1)
                return smooth;
            at = Math.Max(last + 1, at - 1);
        }
    }

    private static double? Line(double[] x, double[] y, double[] weights, int at, int left, int right)
    {
        var h = Math.Max(x[at] - x[left], x[right] - x[at]);
        var sum = 0.0;
        var end = left;
        for (; end < x.Length; end++)
        {
            weights[end] = 0;
            var r = Math.Abs(x[end] - x[at]);
            if (r <= 0.999 * h)
                sum += weights[end] = r <= 0.001 * h ? 1 : Cube(1 - Cube(r / h));
            else if (x[end] > x[at])
                break;
        }

        if (sum <= 0)
            return null;
        double mean = 0,
            square = 0,
            value = 0;
        for (var j = left; j < end; j++)
            mean += (weights[j] /= sum) * x[j];
        for (var j = left; j < end; j++)
            square += weights[j] * (x[j] - mean) * (x[j] - mean);
        var tilt = h > 0 && Math.Sqrt(square) > 0.001 * (x[^1] - x[0]) ? (x[at] - mean) / square : 0;
        for (var j = left; j < end; j++)
            value += weights[j] * ((tilt * (x[j] - mean)) + 1) * y[j];
        return value;
    }

    private static double Cube(double x) => x * x * x;
}
