namespace Longwatch.Statistics.Regression;

/// <summary>Log-linear regression of counts on covariates, with exposure.</summary>
public static class PoissonRegression
{
    private const int MostSteps = 200;

    /// <summary>Fits log E(count) = log exposure + design · coefficients by maximum likelihood.</summary>
    /// <param name="design">One array per observation, all of one length; the intercept is a column of ones.</param>
    /// <param name="counts">≥ 0.</param>
    /// <param name="exposures">&gt; 0, any unit.</param>
    /// <exception cref="ArgumentException">Lengths differ, a count is negative, or an exposure is not positive.</exception>
    /// <remarks>Newton's method with halving. Checked against <c>glm(family = poisson)</c> in R (I04): 1e-9 relative.</remarks>
    public static RegressionFit Fit(IReadOnlyList<double[]> design, IReadOnlyList<double> counts, IReadOnlyList<double> exposures)
    {
        var rows = design.Count;
        if (counts.Count != rows || exposures.Count != rows)
            throw new ArgumentException("One count and one exposure belong to each row.", nameof(counts));
        if (counts.Any(c => !(c >= 0)) || exposures.Any(e => !(e > 0 && double.IsFinite(e))))
            throw new ArgumentException("Counts must not be negative and exposures must be positive.", nameof(counts));
        var columns = rows == 0 ? 0 : design[0].Length;
        if (rows < columns || columns == 0)
            return RegressionFit.None(RegressionStatus.Singular, columns);
        if (counts.All(c => c == 0))
            return RegressionFit.None(RegressionStatus.NoFiniteMaximum, columns);

        var beta = Start(design, counts, exposures, columns);
        if (beta is null)
            return RegressionFit.None(RegressionStatus.Singular, columns);
        var likelihood = LogLikelihood(design, counts, exposures, beta);
        for (var step = 0; step < MostSteps; step++)
        {
            var (score, information) = Derivatives(design, counts, exposures, beta);
            if (Positive.Factor(information) is not { } factor)
                return RegressionFit.None(RegressionStatus.NoFiniteMaximum, columns);
            var move = factor.Solve(score);
            var scale = 1.0;
            double[] next;
            double reached;
            do
            {
                next = [.. beta.Select((b, j) => b + (scale * move[j]))];
                reached = LogLikelihood(design, counts, exposures, next);
                scale /= 2;
            } while (!(reached >= likelihood - (1e-12 * Math.Abs(likelihood))) && scale > 1e-10);

            var settled = beta.Zip(next).All(pair => Math.Abs(pair.First - pair.Second) <= 1e-13 * Math.Max(1, Math.Abs(pair.Second)));
            (beta, likelihood) = (next, reached);
            if (settled)
                return Result(design, counts, exposures, beta, likelihood);
            if (beta.Any(b => Math.Abs(b) > 1e4))
                break;
        }

        return RegressionFit.None(RegressionStatus.NoFiniteMaximum, columns);
    }

    /// <summary>Least squares on the logarithm, as R starts.</summary>
    private static double[]? Start(
        IReadOnlyList<double[]> design,
        IReadOnlyList<double> counts,
        IReadOnlyList<double> exposures,
        int columns
    )
    {
        var matrix = new double[columns, columns];
        var right = new double[columns];
        for (var i = 0; i < design.Count; i++)
        {
            var (weight, y) = (counts[i] + 0.1, Math.Log((counts[i] + 0.1) / exposures[i]));
            for (var j = 0; j < columns; j++)
            {
                right[j] += weight * design[i][j] * y;
                for (var k = 0; k < columns; k++)
                    matrix[j, k] += weight * design[i][j] * design[i][k];
            }
        }

        return Positive.Factor(matrix)?.Solve(right);
    }

    private static double Mean(double[] row, double exposure, double[] beta)
    {
        var sum = 0.0;
        for (var j = 0; j < row.Length; j++)
            sum += row[j] * beta[j];
        return exposure * Math.Exp(sum);
    }

    private static double LogLikelihood(
        IReadOnlyList<double[]> design,
        IReadOnlyList<double> counts,
        IReadOnlyList<double> exposures,
        double[] beta
    )
    {
        var sum = 0.0;
        for (var i = 0; i < design.Count; i++)
        {
            var mean = Mean(design[i], exposures[i], beta);
            sum += (counts[i] == 0 ? 0 : counts[i] * Math.Log(mean)) - mean;
        }

        return sum;
    }

    private static (double[] Score, double[,] Information) Derivatives(
        IReadOnlyList<double[]> design,
        IReadOnlyList<double> counts,
        IReadOnlyList<double> exposures,
        double[] beta
    )
    {
        var score = new double[beta.Length];
        var information = new double[beta.Length, beta.Length];
        for (var i = 0; i < design.Count; i++)
        {
            var mean = Mean(design[i], exposures[i], beta);
            for (var j = 0; j < beta.Length; j++)
            {
                score[j] += (counts[i] - mean) * design[i][j];
                for (var k = 0; k < beta.Length; k++)
                    information[j, k] += mean * design[i][j] * design[i][k];
            }
        }

        return (score, information);
    }

    private static RegressionFit Result(
        IReadOnlyList<double[]> design,
        IReadOnlyList<double> counts,
        IReadOnlyList<double> exposures,
        double[] beta,
        double likelihood
    )
    {
        double deviance = 0,
            pearson = 0;
        for (var i = 0; i < design.Count; i++)
        {
            var mean = Mean(design[i], exposures[i], beta);
            deviance += 2 * ((counts[i] == 0 ? 0 : counts[i] * Math.Log(counts[i] / mean)) - (counts[i] - mean));
            pearson += (counts[i] - mean) * (counts[i] - mean) / mean;
        }

        var information = Derivatives(design, counts, exposures, beta).Information;
        return Positive.Factor(information) is { } factor
            ? new(
                RegressionStatus.Estimated,
                beta,
                factor.Inverse(),
                likelihood,
                deviance,
                design.Count > beta.Length ? pearson / (design.Count - beta.Length) : double.NaN
            )
            : RegressionFit.None(RegressionStatus.NoFiniteMaximum, beta.Length);
    }
}
