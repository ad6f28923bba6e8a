namespace Longwatch.Statistics.Regression;

/// <summary>Where a search ended.</summary>
/// <param name="Point">Null unless <paramref name="Status"/> is <see cref="RegressionStatus.Estimated"/>.</param>
internal readonly record struct SearchEnd(RegressionStatus Status, LikelihoodPoint? Point);

/// <summary>The maximum of the (penalised) logistic likelihood, all coefficients free or some held.</summary>
/// <remarks>
/// Newton's method with halving. The second derivative of the penalty is costly; it is learned from the steps themselves by symmetric rank-one updates
/// (<see cref="PenaltyCurvature"/>), which makes the last steps superlinear where the plain Fisher scoring of logistf gains one digit a step.
/// Ends when the step is below 1e-11 standard errors, or 1e-6 where only the height of the maximum is asked for, which is then as good.
/// </remarks>
internal sealed class LogisticSearch(BinomialLikelihood likelihood)
{
    private const int MostSteps = 200;

    /// <summary>A longer step overshoots far more often than it helps, on the scale of the logit.</summary>
    private const double LongestStep = 5;

    /// <summary>Newton decrement (squared length of the step in standard errors) at which the place of the maximum is good to rounding.</summary>
    public const double ForEstimate = 1e-22;

    /// <summary>The same for its height.</summary>
    public const double ForLikelihood = 1e-12;
    private const double AtRounding = 1e-16;

    public BinomialLikelihood Likelihood => likelihood;

    /// <summary>Climbs to the maximum, all coefficients free.</summary>
    public SearchEnd Maximum(PenaltyCurvature curvature) => Maximum(Start(likelihood.Sample), [], curvature, ForEstimate);

    /// <summary>Climbs from a start to the maximum.</summary>
    /// <param name="start">Where to start; held coefficients keep their value there.</param>
    /// <param name="held">True for coefficients that are not moved; empty for none.</param>
    public SearchEnd Maximum(ReadOnlySpan<double> start, ReadOnlySpan<bool> held, PenaltyCurvature curvature, double settled)
    {
        if (likelihood.Sample.Columns == 0 || likelihood.Sample.Rows == 0 || !(likelihood.Sample.TotalTrials > 0))
            return new(RegressionStatus.Singular, null);
        if (likelihood.At(start) is not { } here)
            return new(RegressionStatus.Singular, null);
        var last = double.PositiveInfinity;
        for (var step = 0; step < MostSteps; step++)
        {
            if (curvature.Step(here, here.Score, held) is not { } move)
                return new(RegressionStatus.NoFiniteMaximum, null);
            var decrement = Math.Abs(Dot(move, here.Score));
            var longest = likelihood.LargestShift(move);
            if ((decrement <= settled || (decrement <= AtRounding && decrement > last / 4)) && longest < 1e-5)
                return new(RegressionStatus.Estimated, here);
            // The likelihood is flat and the steps do not shrink: it rises for ever (separation).
            if (!likelihood.Penalised && decrement < 1e-12 && longest > 0.1)
                return new(RegressionStatus.NoFiniteMaximum, null);
            last = decrement;
            if (Rise(here, move, Math.Min(1, LongestStep / Math.Max(LongestStep, longest))) is not { } next)
            {
                if (!curvature.IsEmpty)
                {
                    curvature.Clear();
                    continue;
                }

                return decrement <= AtRounding && longest < 1e-5
                    ? new(RegressionStatus.Estimated, here)
                    : new(RegressionStatus.NoFiniteMaximum, null);
            }

            curvature.Learn(here, next);
            here = next;
        }

        return new(likelihood.Penalised ? RegressionStatus.NotConverged : RegressionStatus.NoFiniteMaximum, null);
    }

    private LikelihoodPoint? Rise(LikelihoodPoint here, double[] move, double scale)
    {
        var tried = new double[move.Length];
        for (; scale > 1e-10; scale /= 2)
        {
            for (var j = 0; j < move.Length; j++)
                tried[j] = here.Beta[j] + (scale * move[j]);
            if (likelihood.At(tried) is { } next && next.LogLikelihood >= here.LogLikelihood - (1e-12 * Math.Abs(here.LogLikelihood)))
                return next;
        }

        return null;
    }

    /// <summary>
    /// The intercept at the logit of the share of events, if there is a constant column. With offsets the least-squares fit of that logit less the offsets:
    /// elsewhere a large offset would make every probability 0 or 1 and the information singular.
    /// </summary>
    private static double[] Start(BinomialSample sample)
    {
        var start = new double[sample.Columns];
        var (events, trials) = (sample.TotalEvents, sample.TotalTrials);
        var logit = Math.Log((events + 0.5) / (trials - events + 0.5));
        if (!sample.Offsets.AsSpan().ContainsAnyExcept(0.0))
        {
            for (var j = 0; j < start.Length; j++)
                if (sample.Rows > 0 && sample.Column(j)[0] != 0 && !sample.Column(j).ContainsAnyExcept(sample.Column(j)[0]))
                {
                    start[j] = logit / sample.Column(j)[0];
                    break;
                }

            return start;
        }

        var matrix = new double[start.Length, start.Length];
        for (var j = 0; j < start.Length; j++)
        for (var i = 0; i < sample.Rows; i++)
        {
            var weighted = sample.Trials[i] * sample.Column(j)[i];
            start[j] += weighted * (logit - sample.Offsets[i]);
            for (var k = 0; k < start.Length; k++)
                matrix[j, k] += weighted * sample.Column(k)[i];
        }

        return Positive.Factor(matrix)?.Solve(start) ?? new double[start.Length];
    }

    private static double Dot(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var j = 0; j < a.Length; j++)
            sum += a[j] * b[j];
        return sum;
    }
}
