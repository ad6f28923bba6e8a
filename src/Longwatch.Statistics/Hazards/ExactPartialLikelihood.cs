namespace Longwatch.Statistics.Hazards;

/// <summary>
/// The likelihood in which time is discrete: at each event time the probability that of all sets of d rows at risk those failed that did. It is also the
/// likelihood of conditional logistic regression, with matched sets as strata.
/// </summary>
/// <remarks>
/// The sum over sets is the elementary symmetric polynomial of degree d, by the recursion over rows of Gail, Lubin and Rubinstein (1981) Biometrika 68:703,
/// carried on to its two derivatives: O(rows at risk × d × p²) for each event time.
/// </remarks>
internal sealed class ExactPartialLikelihood
{
    private readonly CoxSample sample;
    private readonly double[] risk;
    private readonly double[] row;

    /// <summary>Makes ready for evaluations.</summary>
    /// <exception cref="ArgumentException">The rows have weights other than 1.</exception>
    public ExactPartialLikelihood(CoxSample sample)
    {
        for (var i = 0; i < sample.Rows; i++)
            if (sample.Weight[i] != 1)
                throw new ArgumentException("Exact ties have no meaning for weighted rows; write a row of weight 2 twice.", nameof(sample));
        this.sample = sample;
        risk = new double[sample.Rows];
        row = new double[sample.Width];
    }

    /// <summary>Value and derivatives at some coefficients; null where they are not finite.</summary>
    public LikelihoodPoint? Evaluate(double[] coefficients)
    {
        var width = sample.Width;
        for (var i = 0; i < risk.Length; i++)
        {
            var sum = sample.Offset?[i] ?? 0;
            for (var j = 0; j < width; j++)
                sum += coefficients[j] * sample.Columns[j][i];
            risk[i] = Math.Exp(sum);
        }

        var total = new Totals(width, sample.EventOffset, (double[])sample.EventSum.Clone());
        for (var j = 0; j < width; j++)
            total.LogLikelihood += coefficients[j] * sample.EventSum[j];
        var polynomial = new SymmetricPolynomial(width);
        for (var k = sample.Groups - 1; k >= 0; k--)
        {
            // Single events without delayed entry share one running sum, which is the polynomial of degree 1.
            var deaths = sample.Deaths(k);
            if (deaths == 1 && sample.EntryGroup is null)
            {
                if (!total.RunsOn(sample.GroupStratum[k]))
                    total.Restart(sample.GroupStratum[k], StratumEnd(k));
                for (var i = total.RunningFrom - 1; i >= sample.Start(k); i--)
                    total.Running.Add(risk[i], Row(i));
                total.RunningFrom = sample.Start(k);
                total.Take(total.Running, 1);
                continue;
            }

            var (sum, members) = Members(k);
            polynomial.Begin(deaths, deaths / (Math.E * sum));
            foreach (var i in members)
                polynomial.Add(risk[i], Row(i));
            total.Take(polynomial, deaths);
        }

        var point = total.Point();
        return point.IsFinite ? point : null;
    }

    private ReadOnlySpan<double> Row(int place)
    {
        for (var j = 0; j < row.Length; j++)
            row[j] = sample.Columns[j][place];
        return row;
    }

    private int StratumEnd(int group)
    {
        while (group + 1 < sample.Groups && sample.GroupStratum[group + 1] == sample.GroupStratum[group])
            group++;
        return sample.End(group);
    }

    private (double Sum, List<int> Members) Members(int group)
    {
        var (sum, members) = (0.0, new List<int>());
        for (var i = sample.Start(group); i < StratumEnd(group); i++)
        {
            if (sample.EntryGroup is not null && sample.EntryGroup[i] >= group)
                continue;
            members.Add(i);
            sum += risk[i];
        }

        return (sum, members);
    }

    private sealed class Totals(int width, double logLikelihood, double[] score)
    {
        private readonly double[,] information = new double[width, width];
        private readonly double[] spread = new double[width];
        private int stratum = -1;

        public double LogLikelihood { get; set; } = logLikelihood;

        public SymmetricPolynomial Running { get; } = new(width);

        /// <summary>First place that is in the running sum.</summary>
        public int RunningFrom { get; set; }

        public bool RunsOn(int other) => stratum == other;

        public void Restart(int other, int end)
        {
            (stratum, RunningFrom) = (other, end);
            Running.Begin(1, 1);
        }

        public void Take(SymmetricPolynomial polynomial, int degree)
        {
            var value = polynomial.Value;
            LogLikelihood -= Math.Log(value) - (degree * Math.Log(polynomial.Unit));
            for (var j = 0; j < width; j++)
            {
                var mean = polynomial.First(j) / value;
                score[j] -= mean;
                spread[j] += degree; // standardised columns: one unit of variance for each event
                for (var k = 0; k <= j; k++)
                    information[j, k] += (polynomial.Second(j, k) / value) - (mean * polynomial.First(k) / value);
            }
        }

        public LikelihoodPoint Point()
        {
            for (var j = 0; j < width; j++)
            for (var k = 0; k < j; k++)
                information[k, j] = information[j, k];
            return new(LogLikelihood, score, information, spread);
        }
    }
}
