namespace Longwatch.Statistics.Association;

/// <summary>Finds maxima of a variant's likelihood: Newton's method on the information, mended by the steps already made (Broyden 1965, Math Comp 19:577).</summary>
internal sealed class VariantFit
{
    private const int MostSteps = 100;
    private const double Largest = 5;

    /// <summary>Where the evaluations over carriers end: the error left in the likelihood is a fraction of it.</summary>
    private const double Near = 1e-8;

    private readonly VariantLikelihood likelihood;
    private readonly int terms;
    private readonly double[] step;
    private readonly double[] last;
    private readonly double[] lastScore;
    private readonly double[] lastStep;
    private readonly double[] change;
    private readonly double[] mended;

    public VariantFit(VariantLikelihood likelihood, int terms)
    {
        (this.likelihood, this.terms) = (likelihood, terms);
        (step, last, lastScore) = (new double[terms], new double[terms], new double[terms]);
        (lastStep, change, mended) = (new double[terms], new double[terms], new double[terms]);
        Beta = new double[terms];
    }

    /// <summary>Where the search begins, and where it ended.</summary>
    public double[] Beta { get; }

    /// <summary>The likelihood at the maximum.</summary>
    public double Value { get; private set; }

    /// <summary>Climbs from <see cref="Beta"/>. False when there is no maximum.</summary>
    /// <param name="held">True to leave the variant's coefficient where it is.</param>
    /// <param name="exact">Over everybody, until no digit changes.</param>
    public bool Maximise(bool held, bool penalised, bool exact)
    {
        var free = held ? terms - 1 : terms;
        var before = double.NegativeInfinity;
        var hasLast = false;
        for (var i = 0; i < MostSteps; i++)
        {
            if (!likelihood.At(Beta, penalised, exact))
                return false;
            if (likelihood.Value < before - Slack(before))
            {
                for (var j = 0; j < terms; j++)
                    Beta[j] = last[j] + ((Beta[j] - last[j]) / 2);
                hasLast = false;
                continue;
            }

            SmallCholesky.Solve(likelihood.Lower, terms, free, likelihood.Score, step);
            if (hasLast)
                Mend(free);
            var gain = 0.0;
            for (var j = 0; j < free; j++)
                gain += likelihood.Score[j] * step[j] / 2;
            var largest = 0.0;
            for (var j = 0; j < free; j++)
                largest = Math.Max(largest, Math.Abs(step[j]));
            before = likelihood.Value;
            Move(free, Math.Min(1, Largest / Math.Max(Largest, largest)));
            hasLast = true;
            if (exact ? largest < 1e-12 || (i > 8 && largest < 1e-9) : Math.Abs(gain) < Near)
            {
                Value = before + gain;
                return true;
            }

            if (Math.Abs(Beta[^1]) > 500)
                return false;
        }

        return false;
    }

    private static double Slack(double value) => 1e-11 * Math.Max(1, Math.Abs(value));

    private void Move(int free, double scale)
    {
        for (var j = 0; j < terms; j++)
        {
            last[j] = Beta[j];
            lastStep[j] = j < free ? scale * step[j] : 0;
            lastScore[j] = likelihood.Score[j];
            Beta[j] += lastStep[j];
        }
    }

    /// <summary>With H the inverse information: H + (s − Hy) sᵀH / sᵀHy for the last step s, which took y off the score.</summary>
    private void Mend(int free)
    {
        for (var j = 0; j < free; j++)
            change[j] = lastScore[j] - likelihood.Score[j];
        SmallCholesky.Solve(likelihood.Lower, terms, free, change, mended);
        double scale = 0,
            along = 0;
        for (var j = 0; j < free; j++)
        {
            scale += lastStep[j] * mended[j];
            along += lastStep[j] * step[j];
        }

        var size = 0.0;
        for (var j = 0; j < free; j++)
            size += lastStep[j] * lastStep[j];
        // Only where the step and its effect agree roughly; else the plain step is better.
        if (!(scale > 0.3 * size && scale < 3 * size))
            return;
        for (var j = 0; j < free; j++)
            step[j] += (lastStep[j] - mended[j]) * along / scale;
    }
}
