using Longwatch.Statistics.Hazards;

namespace Longwatch.Statistics.Tests.Hazards;

/// <summary>The partial likelihood as the textbook writes it: every risk set by itself. The oracle of the fast one.</summary>
internal static class PlainPartialLikelihood
{
    public static (double Value, double[] Score, double[,] Information) At(CoxData data, CoxTies ties, double[] b)
    {
        var width = b.Length;
        double[] risk =
        [
            .. Enumerable.Range(0, data.Rows).Select(i => Math.Exp(Enumerable.Range(0, width).Sum(j => b[j] * data.Columns[j][i]))),
        ];
        var (value, score, information) = (0.0, new double[width], new double[width, width]);
        var events = Enumerable.Range(0, data.Rows).Where(i => data.Observed[i]).GroupBy(i => (data.Strata?[i] ?? 0, data.Exits[i]));
        foreach (var tied in events)
        {
            var (stratum, time) = tied.Key;
            var atRisk = Enumerable
                .Range(0, data.Rows)
                .Where(i => (data.Strata?[i] ?? 0) == stratum && data.Exits[i] >= time && !(data.Entries?[i] >= time))
                .ToArray();
            var dead = tied.ToHashSet();
            for (var l = 0; l < dead.Count; l++)
            {
                var share = ties == CoxTies.Efron ? (double)l / dead.Count : 0;
                var s0 = 0.0;
                var (s1, s2) = (new double[width], new double[width, width]);
                foreach (var i in atRisk)
                {
                    var r = risk[i] * (dead.Contains(i) ? 1 - share : 1);
                    s0 += r;
                    for (var j = 0; j < width; j++)
                    {
                        s1[j] += r * data.Columns[j][i];
                        for (var k = 0; k < width; k++)
                            s2[j, k] += r * data.Columns[j][i] * data.Columns[k][i];
                    }
                }

                value -= Math.Log(s0);
                for (var j = 0; j < width; j++)
                {
                    score[j] -= s1[j] / s0;
                    for (var k = 0; k < width; k++)
                        information[j, k] += (s2[j, k] / s0) - (s1[j] / s0 * (s1[k] / s0));
                }
            }

            foreach (var i in dead)
            {
                value += Math.Log(risk[i]);
                for (var j = 0; j < width; j++)
                    score[j] += data.Columns[j][i];
            }
        }

        return (value, score, information);
    }
}
