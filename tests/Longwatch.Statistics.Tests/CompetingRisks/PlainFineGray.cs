namespace Longwatch.Statistics.Tests.CompetingRisks;

/// <summary>
/// The Fine–Gray model written out over all pairs of subject and event time, as the papers print it: the oracle of the running sums. O(subjects² × columns²).
/// </summary>
internal sealed class PlainFineGray(double[] times, byte[] codes, double[][] x, int[] groups, bool weightedCox)
{
    private readonly int n = times.Length;
    private readonly int p = x[0].Length;
    private readonly double[] eventTimes =
    [
        .. Enumerable.Range(0, times.Length).Where(i => codes[i] == 1).Select(i => times[i]).Distinct().Order(),
    ];

    /// <summary>Log pseudo-likelihood, score and information at <paramref name="beta"/>.</summary>
    public (double LogLikelihood, double[] Score, double[,] Information) At(double[] beta)
    {
        var (likelihood, score, information) = (0.0, new double[p], new double[p, p]);
        foreach (var t in eventTimes)
        {
            var died = Died(t);
            foreach (var i in died)
            {
                likelihood += Dot(beta, x[i]);
                for (var j = 0; j < p; j++)
                    score[j] += x[i][j];
            }

            foreach (var (share, count) in Passes(died.Length))
            {
                var (whole, mean, product) = Moments(t, beta, died, share);
                likelihood -= count * Math.Log(whole);
                for (var j = 0; j < p; j++)
                {
                    score[j] -= count * mean[j];
                    for (var m = 0; m < p; m++)
                        information[j, m] += count * (product[j, m] - (mean[j] * mean[m]));
                }
            }
        }

        return (likelihood, score, information);
    }

    /// <summary>Σ over subjects (or over rows: stretches of one weight) of score residual × score residual′.</summary>
    public double[,] Products(double[] beta, bool byRow, bool atAllEvents)
    {
        var products = new double[p, p];
        for (var i = 0; i < n; i++)
        {
            var rows = new Dictionary<double, double[]>();
            foreach (var t in eventTimes)
            {
                var weight = Weight(i, t);
                if (weight == 0)
                    continue;
                var died = Died(t);
                var key = byRow ? weight : 1;
                if (!rows.TryGetValue(key, out var row))
                    rows[key] = row = new double[p];
                var mine = died.Contains(i);
                foreach (var (share, count) in Passes(died.Length))
                {
                    var (whole, mean, _) = Moments(t, beta, died, share);
                    for (var j = 0; j < p; j++)
                    {
                        row[j] += mine ? (x[i][j] - mean[j]) / (weightedCox ? died.Length : 1) : 0;
                        row[j] -= weight * Math.Exp(Dot(beta, x[i])) * (mine ? 1 - share : 1) * count / whole * (x[i][j] - mean[j]);
                    }
                }
            }

            if (!weightedCox)
            {
                if (!rows.TryGetValue(1, out var row))
                    rows[1] = row = new double[p];
                var psi = Psi(i, beta, atAllEvents);
                for (var j = 0; j < p; j++)
                    row[j] += psi[j];
            }

            foreach (var row in rows.Values)
                for (var j = 0; j < p; j++)
                for (var m = 0; m < p; m++)
                    products[j, m] += row[j] * row[m];
        }

        return products;
    }

    private double[] Psi(int i, double[] beta, bool atAllEvents)
    {
        var psi = new double[p];
        foreach (var u in Enumerable.Range(0, n).Where(j => codes[j] == 0 && groups[j] == groups[i]).Select(j => times[j]).Distinct())
        {
            if (u > times[i])
                continue;
            double risk = Enumerable.Range(0, n).Count(j => groups[j] == groups[i] && times[j] >= u);
            double censored = Enumerable.Range(0, n).Count(j => groups[j] == groups[i] && times[j] == u && codes[j] == 0);
            var jump = (times[i] == u && codes[i] == 0 ? 1 / risk : 0) - (censored / (risk * risk));
            foreach (var t in eventTimes.Where(t => t >= u))
            {
                var died = Died(t);
                var counted = died.Count(j => atAllEvents || groups[j] == groups[i]);
                var (whole, mean, _) = Moments(t, beta, died, 0);
                for (var j = 0; j < n; j++)
                    if (codes[j] == 2 && times[j] < u && groups[j] == groups[i])
                        for (var c = 0; c < p; c++)
                            psi[c] += jump * Weight(j, t) * Math.Exp(Dot(beta, x[j])) * (x[j][c] - mean[c]) * counted / whole;
            }
        }

        return psi;
    }

    private (double Share, double Count)[] Passes(int died) =>
        weightedCox ? [.. Enumerable.Range(0, died).Select(l => ((double)l / died, 1.0))] : [(0.0, (double)died)];

    private int[] Died(double t) => [.. Enumerable.Range(0, n).Where(i => times[i] == t && codes[i] == 1)];

    private (double Whole, double[] Mean, double[,] Product) Moments(double t, double[] beta, int[] died, double share)
    {
        var (whole, mean, product) = (0.0, new double[p], new double[p, p]);
        for (var i = 0; i < n; i++)
        {
            var e = Weight(i, t) * Math.Exp(Dot(beta, x[i])) * (died.Contains(i) ? 1 - share : 1);
            whole += e;
            for (var j = 0; j < p; j++)
            {
                mean[j] += e * x[i][j];
                for (var m = 0; m < p; m++)
                    product[j, m] += e * x[i][j] * x[i][m];
            }
        }

        for (var j = 0; j < p; j++)
        {
            mean[j] /= whole;
            for (var m = 0; m < p; m++)
                product[j, m] /= whole;
        }

        return (whole, mean, product);
    }

    private double Weight(int i, double t)
    {
        if (times[i] >= t)
            return 1;
        var last = Enumerable.Range(0, n).Where(j => groups[j] == groups[i]).Max(j => times[j]);
        return codes[i] != 2 || t > last ? 0 : Free(groups[i], times[i], t);
    }

    /// <summary>Probability of not being censored in [from, to), in one group.</summary>
    private double Free(int group, double from, double to)
    {
        var free = 1.0;
        foreach (var u in Enumerable.Range(0, n).Where(j => codes[j] == 0 && groups[j] == group).Select(j => times[j]).Distinct())
        {
            if (u < from || u >= to)
                continue;
            double risk = Enumerable
                .Range(0, n)
                .Count(j => groups[j] == group && (times[j] > u || (times[j] == u && (codes[j] == 0 || !weightedCox))));
            free *= 1 - (Enumerable.Range(0, n).Count(j => groups[j] == group && codes[j] == 0 && times[j] == u) / risk);
        }

        return free;
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b).Sum(pair => pair.First * pair.Second);
}
