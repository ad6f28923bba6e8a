namespace Longwatch.Statistics.CompetingRisks;

/// <summary>Kaplan–Meier of the censoring distribution in each group, looked at just before each event time and just before each subject's own time.</summary>
internal sealed class CensoringWeights
{
    /// <summary>Runs through the sorted sample once.</summary>
    /// <param name="failuresLeaveFirst">True: at a tied time failures are no longer at risk of censoring. False: they are.</param>
    public CensoringWeights(SubdistributionSample sample, bool failuresLeaveFirst)
    {
        var (groups, subjects) = (sample.Groups, sample.Subjects);
        BeforeEvent = Rows<double>(groups, sample.EventTime.Length);
        DropsBeforeEvent = Rows<int>(groups, sample.EventTime.Length);
        BeforeOwn = new double[subjects];
        DropsBeforeOwn = new int[subjects];
        AtRisk = new int[subjects];

        var (curve, drops, atRisk, lastOf) = (new double[groups], new int[groups], new int[groups], new int[groups]);
        var (failed, censored) = (new int[groups], new int[groups]);
        Array.Fill(curve, 1);
        for (var i = 0; i < subjects; i++)
        {
            atRisk[sample.Group[i]]++;
            lastOf[sample.Group[i]] = i;
        }

        var k = 0;
        for (var first = 0; first < subjects; )
        {
            var time = sample.Time[first];
            if (k < sample.EventTime.Length && sample.EventTime[k] == time)
            {
                for (var g = 0; g < groups; g++)
                {
                    // Nobody of a group is followed beyond its last time.
                    BeforeEvent[g][k] = time <= sample.Time[lastOf[g]] ? curve[g] : 0;
                    DropsBeforeEvent[g][k] = drops[g];
                }

                k++;
            }

            Array.Clear(failed);
            Array.Clear(censored);
            var next = first;
            for (; next < subjects && sample.Time[next] == time; next++)
            {
                var g = sample.Group[next];
                BeforeOwn[next] = curve[g];
                DropsBeforeOwn[next] = drops[g];
                AtRisk[next] = atRisk[g];
                (sample.Code[next] == 0 ? censored : failed)[g]++;
            }

            for (var g = 0; g < groups; g++)
            {
                if (censored[g] > 0)
                {
                    double exposed = atRisk[g] - (failuresLeaveFirst ? failed[g] : 0);
                    curve[g] *= (exposed - censored[g]) / exposed;
                    drops[g]++;
                }

                atRisk[g] -= failed[g] + censored[g];
            }

            first = next;
        }
    }

    /// <summary>By group and event time: probability of not being censored before it; 0 after the last time of the group.</summary>
    public double[][] BeforeEvent { get; }

    /// <summary>By group and event time: distinct censoring times before it.</summary>
    public int[][] DropsBeforeEvent { get; }

    /// <summary>By subject: probability in its group of not being censored before its own time; above 0.</summary>
    public double[] BeforeOwn { get; }

    /// <summary>By subject: distinct censoring times of its group before its own.</summary>
    public int[] DropsBeforeOwn { get; }

    /// <summary>By subject: those of its group whose time is not before its own.</summary>
    public int[] AtRisk { get; }

    private static T[][] Rows<T>(int rows, int columns)
    {
        var all = new T[rows][];
        for (var r = 0; r < rows; r++)
            all[r] = new T[columns];
        return all;
    }
}
