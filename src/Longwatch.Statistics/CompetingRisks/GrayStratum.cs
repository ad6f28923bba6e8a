namespace Longwatch.Statistics.CompetingRisks;

/// <summary>Scores and their covariance of Gray's test in one stratum.</summary>
/// <remarks>
/// <para>Notation of Gray (1988): in group k, Y at risk, S(t−) event-free, F the incidence; h = Y/S(t−); the pooled incidence rises by d/Σh. The score of group i adds
/// w [dᵢ − d Rᵢ/ΣR] with R = Y(1 − F(t−))/S(t−) and w = (1 − F⁰(t−))^rho, F⁰ pooled.</para>
/// <para>Its variance is Σₖ ∫ of squared integrands that look forward, (a_ik(u) − t(u)[c_ik(u) − c_ik(∞)])² with t = 1 − (1 − F⁰)/S for the cause and
/// (1 − F⁰)/S for the others. Opening the square leaves sums that run forward: of (a − t c)(a − t c), of (a − t c) t, and of t²; c(∞) is put in at the end.</para>
/// </remarks>
internal sealed class GrayStratum(int groups, double rho)
{
    private readonly double[] score = new double[groups];
    private readonly double[,] squares = new double[groups, groups];
    private readonly double[,] mixed = new double[groups, groups];
    private readonly double[] levels = new double[groups];
    private readonly double[,] drift = new double[groups, groups];
    private readonly double[,] spread = new double[groups, groups];
    private readonly int[] atRisk = new int[groups];
    private readonly int[,] exits = new int[groups, 3];
    private readonly double[] freeBefore = new double[groups];
    private readonly double[] freeAfter = new double[groups];
    private readonly double[] incidenceBefore = new double[groups];
    private readonly double[] incidenceAfter = new double[groups];
    private double pooledBefore;

    /// <summary>Runs through the times of the stratum.</summary>
    /// <param name="keys">One stratum, ascending in time.</param>
    /// <param name="code">0 censored, 1 the cause, 2 another.</param>
    public void Add(ReadOnlySpan<(int Stratum, double Time)> keys, ReadOnlySpan<int> group, ReadOnlySpan<byte> code)
    {
        Array.Fill(freeBefore, 1);
        Array.Fill(freeAfter, 1);
        foreach (var g in group)
            atRisk[g]++;
        for (int first = 0, next; first < keys.Length; first = next)
        {
            Array.Clear(exits);
            for (next = first; next < keys.Length && keys[next].Time == keys[first].Time; next++)
                exits[group[next], code[next]]++;
            var (events, competing) = (0, 0);
            for (var g = 0; g < groups; g++)
                (events, competing) = (events + exits[g, 1], competing + exits[g, 2]);
            if (events + competing > 0)
                AddTime(events, competing);
            for (var g = 0; g < groups; g++)
                atRisk[g] -= exits[g, 0] + exits[g, 1] + exits[g, 2];
        }
    }

    /// <summary>Adds the scores of all groups but the last, and their covariance.</summary>
    public void AddTo(double[] scores, double[,] variance)
    {
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] += score[i];
            for (var j = 0; j < scores.Length; j++)
            {
                variance[i, j] += squares[i, j];
                for (var k = 0; k < groups; k++)
                    variance[i, j] += (drift[i, k] * drift[j, k] * levels[k]) + (drift[i, k] * mixed[j, k]) + (drift[j, k] * mixed[i, k]);
            }
        }
    }

    private void AddTime(int events, int competing)
    {
        double total = 0,
            totalRisk = 0;
        for (var g = 0; g < groups; g++)
        {
            if (atRisk[g] == 0)
                continue;
            freeAfter[g] = freeBefore[g] * (atRisk[g] - exits[g, 1] - exits[g, 2]) / atRisk[g];
            incidenceAfter[g] = incidenceBefore[g] + (freeBefore[g] * exits[g, 1] / atRisk[g]);
            total += atRisk[g] / freeBefore[g];
            totalRisk += atRisk[g] * (1 - incidenceBefore[g]) / freeBefore[g];
        }

        var pooled = pooledBefore + (events / total);
        var weight = rho == 0 ? 1 : Math.Pow(1 - pooledBefore, rho);
        for (var i = 0; i < groups; i++)
        for (var j = 0; j < groups; j++)
        {
            spread[i, j] = 0;
            if (atRisk[i] == 0 || atRisk[j] == 0)
                continue;
            var (own, other) = (atRisk[i] / freeBefore[i], atRisk[j] / freeBefore[j]);
            spread[i, j] = weight * own * ((i == j ? 1 : 0) - (other / total));
            if (events > 0)
                drift[i, j] += spread[i, j] * events / (total * (1 - pooledBefore));
        }

        for (var g = 0; g < groups; g++)
            if (atRisk[g] > 0)
                score[g] += weight * (exits[g, 1] - (events * atRisk[g] * (1 - incidenceBefore[g]) / (freeBefore[g] * totalRisk)));
        for (var k = 0; k < groups; k++)
        {
            if (atRisk[k] == 0)
                continue;
            var left = freeAfter[k] > 0 ? (1 - pooled) / freeAfter[k] : 0;
            if (events > 0)
            {
                var ties = events > 1 ? 1 - ((events - 1) / ((total * freeBefore[k]) - 1)) : 1;
                AddSquares(k, spread, freeAfter[k] > 0 ? 1 - left : 1, ties * freeBefore[k] * events / (total * atRisk[k]));
            }

            if (exits[k, 2] > 0 && freeAfter[k] > 0)
            {
                var ties = exits[k, 2] > 1 ? 1 - ((exits[k, 2] - 1.0) / (atRisk[k] - 1.0)) : 1;
                AddSquares(k, null, left, ties * freeBefore[k] * freeBefore[k] * exits[k, 2] / ((double)atRisk[k] * atRisk[k]));
            }
        }

        pooledBefore = pooled;
        freeAfter.CopyTo(freeBefore, 0);
        incidenceAfter.CopyTo(incidenceBefore, 0);
    }

    /// <summary>Adds one increment: integrand now + level × (what is still to come), now = spread − level × drift so far (without spread for a competing cause, sign turned).</summary>
    private void AddSquares(int k, double[,]? now, double level, double increment)
    {
        var sign = now is null ? -1 : 1;
        levels[k] += level * level * increment;
        for (var i = 0; i < groups; i++)
        {
            var first = Here(i);
            mixed[i, k] += first * level * increment * sign;
            for (var j = 0; j < groups; j++)
                squares[i, j] += first * Here(j) * increment;
        }

        double Here(int i) => now is null ? level * drift[i, k] : now[i, k] - (level * drift[i, k]);
    }
}
