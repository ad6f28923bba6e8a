namespace Longwatch.Statistics.Regression;

/// <summary>A logistic regression shrunk by the elastic net at one strength of the penalty.</summary>
/// <param name="Penalty">λ.</param>
/// <param name="Coefficients">Intercept first, then one per covariate, on the covariates' own scale.</param>
/// <param name="LogLikelihood">Of the data, without penalty.</param>
public sealed record ElasticNetFit(RegressionStatus Status, double Penalty, IReadOnlyList<double> Coefficients, double LogLikelihood);

/// <summary>Ridge (mix 0), lasso (mix 1) and what lies between: logistic regression with a penalty on all coefficients but the intercept.</summary>
/// <remarks>
/// Minimises −log-likelihood/n + λ Σ (mix |b| + (1 − mix) b²/2) over the coefficients b of the standardised covariates (Zou and Hastie 2005; Friedman, Hastie and Tibshirani
/// (2010) J Stat Softw 33:1): Newton's method, each quadratic model solved by coordinate descent, from the strongest penalty to the weakest. A covariate without variation
/// has coefficient 0. Checked against glmnet 4.1-6: 1e-6 relative, where glmnet stops.
/// </remarks>
public static class ElasticNet
{
    private const int MostSteps = 100;
    private const int MostSweeps = 10_000;
    private const double Settled = 1e-9;

    /// <summary>Fits along a path of penalties.</summary>
    /// <param name="covariates">One array per covariate, without an intercept; finite.</param>
    /// <param name="cases">One per row, both outcomes present.</param>
    /// <param name="mix">0 for ridge to 1 for lasso.</param>
    /// <param name="penalties">λ &gt; 0, descending for speed.</param>
    /// <returns>One fit per penalty.</returns>
    /// <exception cref="ArgumentException">Lengths differ, a number is out of its range, or only one outcome is present.</exception>
    public static IReadOnlyList<ElasticNetFit> Path(
        IReadOnlyList<double[]> covariates,
        ReadOnlySpan<bool> cases,
        double mix,
        ReadOnlySpan<double> penalties
    )
    {
        var scaled = Standardised.Of(covariates, cases);
        if (!(mix is >= 0 and <= 1))
            throw new ArgumentException("The mix lies between 0 (ridge) and 1 (lasso).", nameof(mix));
        foreach (var penalty in penalties)
            if (!(penalty > 0 && double.IsFinite(penalty)))
                throw new ArgumentException("A penalty is positive and finite.", nameof(penalties));
        var likelihood = new BinomialLikelihood(scaled.Sample, penalised: false);
        var fits = new ElasticNetFit[penalties.Length];
        var beta = new double[covariates.Count + 1];
        var share = scaled.Sample.TotalEvents / scaled.Sample.Rows;
        beta[0] = Math.Log(share / (1 - share));
        var here = likelihood.Derivatives(beta);
        for (var k = 0; k < fits.Length; k++)
        {
            var status = Descend(likelihood, beta, ref here, penalties[k], mix);
            fits[k] = new(status, penalties[k], scaled.OwnScale(beta), here.LogLikelihood);
        }

        return fits;
    }

    /// <summary>Penalties from the smallest that makes all coefficients 0 (for ridge, that of mix 0.001, as in glmnet) down to a ten-thousandth of it, evenly on the log scale.</summary>
    /// <param name="covariates">One array per covariate, without an intercept; finite.</param>
    /// <param name="cases">One per row, both outcomes present.</param>
    /// <param name="mix">0 for ridge to 1 for lasso.</param>
    /// <param name="count">At least 2.</param>
    /// <exception cref="ArgumentException">Lengths differ, or only one outcome is present.</exception>
    public static double[] Penalties(IReadOnlyList<double[]> covariates, ReadOnlySpan<bool> cases, double mix, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        var scaled = Standardised.Of(covariates, cases);
        var share = scaled.Sample.TotalEvents / scaled.Sample.Rows;
        var largest = 1e-6;
        for (var j = 1; j <= covariates.Count; j++)
        {
            var column = scaled.Sample.Column(j);
            var sum = 0.0;
            for (var i = 0; i < column.Length; i++)
                sum += column[i] * (scaled.Sample.Events[i] - share);
            largest = Math.Max(largest, Math.Abs(sum) / column.Length);
        }

        largest /= Math.Max(mix, 0.001);
        var penalties = new double[count];
        for (var k = 0; k < count; k++)
            penalties[k] = largest * Math.Pow(1e-4, (double)k / (count - 1));
        return penalties;
    }

    /// <summary>Moves the coefficients, and the derivatives at them, to the minimum.</summary>
    private static RegressionStatus Descend(
        BinomialLikelihood likelihood,
        double[] beta,
        ref (double LogLikelihood, double[] Score, double[,] Information) here,
        double penalty,
        double mix
    )
    {
        var rows = likelihood.Sample.Rows;
        for (var step = 0; step < MostSteps; step++)
        {
            var next = Quadratic(here.Score, here.Information, beta, (penalty * mix * rows, penalty * (1 - mix) * rows));
            var change = 0.0;
            for (var j = 0; j < beta.Length; j++)
                change = Math.Max(change, Math.Abs(next[j] - beta[j]));
            var objective = here.LogLikelihood - (rows * Cost(beta, penalty, mix));
            var there = likelihood.Derivatives(next);
            while (
                change > Settled && !(there.LogLikelihood - (rows * Cost(next, penalty, mix)) >= objective - (1e-12 * Math.Abs(objective)))
            )
            {
                for (var j = 0; j < beta.Length; j++)
                    next[j] = (next[j] + beta[j]) / 2;
                change /= 2;
                there = likelihood.Derivatives(next);
            }

            next.CopyTo(beta, 0);
            here = there;
            if (change <= Settled)
                return RegressionStatus.Estimated;
        }

        return RegressionStatus.NotConverged;
    }

    /// <summary>Coordinate descent on the quadratic model; the thresholds are in units of the log-likelihood.</summary>
    private static double[] Quadratic(double[] score, double[,] information, double[] beta, (double Absolute, double Square) penalty)
    {
        var next = (double[])beta.Clone();
        var gradient = (double[])score.Clone();
        for (var sweep = 0; sweep < MostSweeps; sweep++)
        {
            var largest = 0.0;
            for (var j = 0; j < next.Length; j++)
            {
                if (information[j, j] <= 0)
                    continue;
                var pull = gradient[j] + (information[j, j] * next[j]);
                var value =
                    j == 0
                        ? pull / information[j, j]
                        : Math.Sign(pull) * Math.Max(0, Math.Abs(pull) - penalty.Absolute) / (information[j, j] + penalty.Square);
                var move = value - next[j];
                if (move == 0)
                    continue;
                for (var k = 0; k < next.Length; k++)
                    gradient[k] -= information[k, j] * move;
                next[j] = value;
                largest = Math.Max(largest, Math.Abs(move));
            }

            if (largest < Settled / 100)
                break;
        }

        return next;
    }

    private static double Cost(double[] beta, double penalty, double mix)
    {
        var sum = 0.0;
        for (var j = 1; j < beta.Length; j++)
            sum += (mix * Math.Abs(beta[j])) + ((1 - mix) * beta[j] * beta[j] / 2);
        return penalty * sum;
    }

    /// <summary>The covariates with mean 0 and standard deviation 1, behind an intercept.</summary>
    private sealed record Standardised(BinomialSample Sample, double[] Means, double[] Deviations)
    {
        public static Standardised Of(IReadOnlyList<double[]> covariates, ReadOnlySpan<bool> cases)
        {
            if (!cases.Contains(true) || !cases.Contains(false))
                throw new ArgumentException("Both outcomes must be present.", nameof(cases));
            var rows = cases.Length;
            var (means, deviations) = (new double[covariates.Count], new double[covariates.Count]);
            var columns = new double[covariates.Count + 1][];
            columns[0] = new double[rows];
            Array.Fill(columns[0], 1);
            for (var j = 0; j < covariates.Count; j++)
            {
                var column = covariates[j];
                if (column.Length != rows)
                    throw new ArgumentException($"Covariate {j} has {column.Length} rows, there are {rows} outcomes.", nameof(covariates));
                foreach (var value in column)
                    means[j] += value / rows;
                foreach (var value in column)
                    deviations[j] += (value - means[j]) * (value - means[j]) / rows;
                deviations[j] = Math.Sqrt(deviations[j]);
                // Without variation beyond rounding the covariate says nothing.
                var varies = deviations[j] > 1e-12 * Math.Abs(means[j]);
                var (mean, scale) = (means[j], varies ? 1 / deviations[j] : 0);
                columns[j + 1] = Array.ConvertAll(column, value => (value - mean) * scale);
                deviations[j] = varies ? deviations[j] : double.PositiveInfinity;
            }

            return new(BinomialSample.OfPersons(columns, cases), means, deviations);
        }

        public double[] OwnScale(double[] beta)
        {
            var own = (double[])beta.Clone();
            for (var j = 0; j < Means.Length; j++)
            {
                own[j + 1] = beta[j + 1] / Deviations[j];
                own[0] -= own[j + 1] * Means[j];
            }

            return own;
        }
    }
}
