namespace Longwatch.Statistics.CompetingRisks;

/// <summary>Log pseudo-likelihood, score and information of a Fine–Gray model at one value of the coefficients, in O(subjects × columns²).</summary>
/// <remarks>
/// <para>At event time t the weighted risk set is {X ≥ t} with weight 1 and the earlier competing failures with weight G(t−)/G(X−). Its sums of e^η and e^η x are a
/// backward running sum over X ≥ t plus, for each censoring group, G(t−) times a forward running sum of e^η/G(X−) (Kawaguchi et al. 2021 R Journal 12:163).</para>
/// <para>The second moments are not summed at each time. Turning the order of summation round, subject i enters the information with e^η x x′ times
/// c = A(X) + [competing] Σ_{t &gt; X} a(t) G(t−)/G(X−), where a = d/S₀ is the rise of the baseline hazard and A its running sum; with Efron's ties d/S₀ becomes
/// Σ 1/(S₀ − f D₀), f = 0, 1/d, …, and a subject that fails at t counts there with 1 − f.</para>
/// </remarks>
internal sealed class SubdistributionRisk
{
    private readonly SubdistributionSample sample;
    private readonly double[] hazardAbove;
    private readonly double[][] tail;

    /// <summary>Sums the risk sets at every event time.</summary>
    /// <param name="beta">On the scale of the standardised covariates.</param>
    public SubdistributionRisk(SubdistributionSample sample, ReadOnlySpan<double> beta, bool efron)
    {
        this.sample = sample;
        var (n, p, events) = (sample.Subjects, sample.Columns, sample.EventTime.Length);
        Relative = new double[n];
        Hazard = new double[events];
        OwnHazard = efron ? new double[events] : Hazard;
        Mean = new double[events * p];
        OwnMean = efron ? new double[events * p] : Mean;
        EventMean = new double[events * p];
        Predictors(beta);
        var sums = RiskSums();
        MeanProducts = new double[p, p];
        var died = new double[1 + p];
        var average = new double[p];
        for (var k = 0; k < events; k++)
        {
            var d = sample.EventsAt[k];
            if (efron && d > 1)
                Died(k, died);
            else
                Array.Clear(died);
            var passes = efron ? d : 1;
            for (var l = 0; l < passes; l++)
                AddPass(k, (double)l / d, efron ? 1 : d, sums.AsSpan(k * (1 + p), 1 + p), died, average);
        }

        hazardAbove = new double[events + 1];
        for (var k = 0; k < events; k++)
            hazardAbove[k + 1] = hazardAbove[k] + Hazard[k];
        tail = GroupTails(Hazard, 1);
    }

    /// <summary>The largest linear predictor, taken out of <see cref="Relative"/>.</summary>
    public double Largest { get; private set; }

    /// <summary>e^(η − largest) of each subject.</summary>
    public double[] Relative { get; }

    public double LogLikelihood { get; private set; }

    /// <summary>Rise of the baseline hazard at each event time.</summary>
    public double[] Hazard { get; }

    /// <summary>The same as it applies to those who fail at the time.</summary>
    public double[] OwnHazard { get; }

    /// <summary>Rise of the hazard times the mean covariates of the risk set, by event time and column.</summary>
    public double[] Mean { get; }

    /// <summary>The same as it applies to those who fail at the time.</summary>
    public double[] OwnMean { get; }

    /// <summary>Mean covariates of the risk set, summed over the events at the time.</summary>
    public double[] EventMean { get; }

    private double[,] MeanProducts { get; }

    /// <summary>Multiplier of e^η x x′ of one subject in the information, and of e^η x in its score.</summary>
    public double Exposure(int i)
    {
        var k = sample.EventsUpTo[i];
        return sample.Code[i] switch
        {
            1 => hazardAbove[k - 1] + OwnHazard[k - 1],
            2 => hazardAbove[k] + (tail[sample.Group[i]][k] / sample.Censoring.BeforeOwn[i]),
            _ => hazardAbove[k],
        };
    }

    public double[] Score()
    {
        var p = sample.Columns;
        var score = new double[p];
        for (var i = 0; i < sample.Subjects; i++)
            if (sample.Code[i] == 1)
                for (var j = 0; j < p; j++)
                    score[j] += sample.X[(i * p) + j];
        for (var k = 0; k < sample.EventTime.Length; k++)
        for (var j = 0; j < p; j++)
            score[j] -= EventMean[(k * p) + j];
        return score;
    }

    public double[,] Information()
    {
        var (p, x) = (sample.Columns, sample.X);
        var information = new double[p, p];
        for (var i = 0; i < sample.Subjects; i++)
        {
            var weight = Relative[i] * Exposure(i);
            for (int j = 0, at = i * p; j < p; j++)
            {
                var scaled = weight * x[at + j];
                for (var m = 0; m <= j; m++)
                    information[j, m] += scaled * x[at + m];
            }
        }

        for (var j = 0; j < p; j++)
        for (var m = 0; m <= j; m++)
            information[m, j] = information[j, m] -= MeanProducts[j, m];
        return information;
    }

    /// <summary>By group: for each event time k, Σ over event times ≥ k of G(t−) times a series of <paramref name="width"/> columns.</summary>
    /// <param name="shares">By group and event time: what the series is multiplied with; null for 1.</param>
    public double[][] GroupTails(double[] series, int width, double[][]? shares = null)
    {
        var events = sample.EventTime.Length;
        var tails = new double[sample.Groups][];
        for (var g = 0; g < tails.Length; g++)
        {
            var (sum, free) = (new double[(events + 1) * width], sample.Censoring.BeforeEvent[g]);
            for (var k = events - 1; k >= 0; k--)
            {
                var weight = free[k] * (shares?[g][k] ?? 1);
                for (var j = 0; j < width; j++)
                    sum[(k * width) + j] = sum[((k + 1) * width) + j] + (weight * series[(k * width) + j]);
            }

            tails[g] = sum;
        }

        return tails;
    }

    private void Predictors(ReadOnlySpan<double> beta)
    {
        var (p, x) = (sample.Columns, sample.X);
        Largest = double.NegativeInfinity;
        for (var i = 0; i < Relative.Length; i++)
        {
            var sum = 0.0;
            for (var j = 0; j < p; j++)
                sum += beta[j] * x[(i * p) + j];
            Relative[i] = sum;
            Largest = Math.Max(Largest, sum);
        }

        for (var i = 0; i < Relative.Length; i++)
        {
            Relative[i] -= Largest;
            if (sample.Code[i] == 1)
                LogLikelihood += Relative[i];
            Relative[i] = Math.Exp(Relative[i]);
        }
    }

    /// <summary>By event time: the sums of e^η and e^η x over the weighted risk set.</summary>
    private double[] RiskSums()
    {
        var (n, p, events) = (sample.Subjects, sample.Columns, sample.EventTime.Length);
        var width = 1 + p;
        var sums = new double[events * width];
        var running = new double[width];
        for (int k = events - 1, i = n - 1; k >= 0; k--)
        {
            for (; i >= sample.FirstAtRisk[k]; i--)
                Add(running, i, Relative[i]);
            running.CopyTo(sums, k * width);
        }

        var earlier = new double[sample.Groups * width];
        for (int k = 0, i = 0; k < events; k++)
        {
            for (; i < sample.FirstAtRisk[k]; i++)
                if (sample.Code[i] == 2)
                    Add(earlier.AsSpan(sample.Group[i] * width, width), i, Relative[i] / sample.Censoring.BeforeOwn[i]);
            for (var g = 0; g < sample.Groups; g++)
            for (var j = 0; j < width; j++)
                sums[(k * width) + j] += sample.Censoring.BeforeEvent[g][k] * earlier[(g * width) + j];
        }

        return sums;
    }

    private void Died(int k, double[] died)
    {
        Array.Clear(died);
        for (var i = sample.FirstAtRisk[k]; i < sample.Subjects && sample.Time[i] == sample.EventTime[k]; i++)
            if (sample.Code[i] == 1)
                Add(died, i, Relative[i]);
    }

    private void AddPass(int k, double share, double events, ReadOnlySpan<double> sums, double[] died, double[] average)
    {
        var p = average.Length;
        var whole = sums[0] - (share * died[0]);
        LogLikelihood -= events * Math.Log(whole);
        var rise = events / whole;
        Hazard[k] += rise;
        if (OwnHazard != Hazard)
            OwnHazard[k] += (1 - share) * rise;
        for (var j = 0; j < p; j++)
        {
            average[j] = (sums[1 + j] - (share * died[1 + j])) / whole;
            Mean[(k * p) + j] += rise * average[j];
            if (OwnMean != Mean)
                OwnMean[(k * p) + j] += (1 - share) * rise * average[j];
            EventMean[(k * p) + j] += events * average[j];
            for (var m = 0; m <= j; m++)
                MeanProducts[j, m] += events * average[j] * average[m];
        }
    }

    private void Add(Span<double> running, int i, double weight)
    {
        running[0] += weight;
        for (int j = 0, at = i * sample.Columns; j < sample.Columns; j++)
            running[1 + j] += weight * sample.X[at + j];
    }
}
