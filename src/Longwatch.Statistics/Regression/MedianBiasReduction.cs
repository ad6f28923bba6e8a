namespace Longwatch.Statistics.Regression;

/// <summary>Logistic regression whose every estimate is as often too high as too low (median bias reduction); finite also under separation.</summary>
/// <remarks>
/// Kenne Pagui, Salvan and Sartori (2017) Biometrika 104:923, in the form of Kosmidis, Kenne Pagui and Sartori (2020) Stat Comput 30:43, eq. 10. Unlike
/// Firth's estimate it has no penalised likelihood, so it has no profile; the interval is Wald's.
/// Checked against <c>brglm2::brglmFit(type = "AS_median")</c> (G01): 1e-9 relative.
/// </remarks>
public static class MedianBiasReduction
{
    private const int MostSteps = 2000;

    /// <summary>Solves the adjusted score equations.</summary>
    /// <param name="sample">Events, trials and covariates; its offset is part of the logit.</param>
    /// <returns>The log-likelihood is the plain one at the estimate.</returns>
    public static RegressionFit Fit(BinomialSample sample)
    {
        var start = FirthRegression.Fit(sample);
        if (start.Status != RegressionStatus.Estimated)
            return start;
        // The score of the penalised likelihood is that of mean bias reduction; the median adds information × u.
        var likelihood = new BinomialLikelihood(sample, penalised: true);
        var beta = start.Coefficients.ToArray();
        for (var step = 0; step < MostSteps; step++)
        {
            if (likelihood.At(beta) is not { } here)
                return RegressionFit.None(RegressionStatus.NotConverged, sample.Columns);
            var move = here.Factor.Solve(here.Score);
            var adjustment = Adjustment(sample, likelihood.Probabilities(), here);
            var size = 0.0;
            for (var j = 0; j < move.Length; j++)
            {
                move[j] += adjustment[j];
                size = Math.Max(size, Math.Abs(move[j]) * Math.Sqrt(here.Information[j, j]));
            }

            if (size < 1e-12)
            {
                var plain = new BinomialLikelihood(sample, penalised: false);
                return LogisticRegression.Result(sample, new(RegressionStatus.Estimated, plain.At(beta)));
            }

            var scale = Math.Min(1, 5 / Math.Max(5, likelihood.LargestShift(move)));
            for (var j = 0; j < move.Length; j++)
                beta[j] += scale * move[j];
        }

        return RegressionFit.None(RegressionStatus.NotConverged, sample.Columns);
    }

    /// <summary>u: for each coefficient, row j of the inverse information times Xᵀ of −(1 − 2p)/3 weighted by the leverage that belongs to j alone.</summary>
    private static double[] Adjustment(BinomialSample sample, double[] probabilities, LikelihoodPoint point)
    {
        var inverse = point.Factor.Inverse();
        var size = sample.Columns;
        var adjustment = new double[size];
        var along = new double[sample.Rows];
        for (var j = 0; j < size; j++)
        {
            Array.Clear(along);
            for (var k = 0; k < size; k++)
            {
                var column = sample.Column(k);
                for (var i = 0; i < along.Length; i++)
                    along[i] += inverse[j, k] * column[i];
            }

            var sum = 0.0;
            for (var i = 0; i < along.Length; i++)
            {
                var p = probabilities[i];
                sum -= along[i] * along[i] * along[i] * sample.Trials[i] * p * (1 - p) * (1 - (2 * p)) / 3;
            }

            adjustment[j] = sum / inverse[j, j];
        }

        return adjustment;
    }
}
