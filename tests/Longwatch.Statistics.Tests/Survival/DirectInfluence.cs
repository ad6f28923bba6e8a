namespace Longwatch.Statistics.Tests.Survival;

/// <summary>The plain form of the jackknife variance: the influence of each subject carried through every time, O(subjects × times).</summary>
internal static class DirectInfluence
{
    /// <summary>Derivative by the product rule of S(t) and F(t) for each subject's weight, then the sum of squares.</summary>
    public static double[] Variance(double[] entries, double[] exits, byte[] outcomes, double[] eventTimes)
    {
        var n = exits.Length;
        var (dFree, dIncidence) = (new double[n], new double[n]);
        var variances = new double[eventTimes.Length];
        double free = 1;
        for (var t = 0; t < eventTimes.Length; t++)
        {
            var u = eventTimes[t];
            var risk = Enumerable.Range(0, n).Where(i => entries[i] < u && exits[i] >= u).ToArray();
            double y = risk.Length;
            double any = risk.Count(i => exits[i] == u && outcomes[i] != 0);
            double own = risk.Count(i => exits[i] == u && outcomes[i] == 1);
            for (var i = 0; i < n; i++)
            {
                var atRisk = entries[i] < u && exits[i] >= u;
                var (hitAny, hitOwn) = (exits[i] == u && outcomes[i] != 0, exits[i] == u && outcomes[i] == 1);
                var dAny = atRisk ? ((hitAny ? 1 : 0) - (any / y)) / y : 0;
                var dOwn = atRisk ? ((hitOwn ? 1 : 0) - (own / y)) / y : 0;
                dIncidence[i] += (dFree[i] * own / y) + (free * dOwn);
                dFree[i] = (dFree[i] * (1 - (any / y))) - (free * dAny);
            }

            free *= 1 - (any / y);
            variances[t] = dIncidence.Sum(d => d * d);
        }

        return variances;
    }
}
