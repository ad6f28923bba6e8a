namespace Longwatch.Statistics.Regression;

/// <summary>A regression with case weights and the covariance that does not trust the model.</summary>
/// <param name="Status">Unless estimated, coefficients are NaN and the covariances empty.</param>
/// <param name="Coefficients">In the order of the columns.</param>
/// <param name="Robust">Sandwich of White (1980), HC0.</param>
/// <param name="RobustCorrected">The same times n/(n − k) for least squares (HC1), n/(n − 1) for logistic regression (as for a survey); empty where n = k.</param>
public sealed record WeightedFit(RegressionStatus Status, IReadOnlyList<double> Coefficients, double[,] Robust, double[,] RobustCorrected);

/// <summary>Least squares and logistic regression with weights that stand for how many people a row speaks for, not for its precision.</summary>
/// <remarks>
/// The weights are taken as known. White (1980) Econometrica 48:817; Binder (1983) Int Stat Rev 51:279. Checked against R <c>lm</c> with <c>sandwich::vcovHC</c>
/// and <c>survey::svyglm</c> (H02): 1e-9 relative, svyglm 1e-7 (its own convergence).
/// </remarks>
public static class WeightedRegression
{
    /// <summary>Weighted least squares.</summary>
    /// <param name="design">One array per row, all of one length; the intercept is a column of ones.</param>
    /// <param name="weights">≥ 0 and finite; rows of weight 0 say nothing but count as rows.</param>
    /// <exception cref="ArgumentException">Lengths differ, an outcome is not finite, or a weight is negative.</exception>
    public static WeightedFit LeastSquares(IReadOnlyList<double[]> design, IReadOnlyList<double> outcomes, IReadOnlyList<double> weights)
    {
        var columns = Check(design, outcomes, weights);
        var matrix = new double[columns, columns];
        var right = new double[columns];
        for (var i = 0; i < design.Count; i++)
        for (var j = 0; j < columns; j++)
        {
            right[j] += weights[i] * design[i][j] * outcomes[i];
            for (var k = 0; k < columns; k++)
                matrix[j, k] += weights[i] * design[i][j] * design[i][k];
        }

        if (columns == 0 || Positive.Factor(matrix) is not { } factor)
            return None(RegressionStatus.Singular, columns);
        var beta = factor.Solve(right);
        var residuals = new double[design.Count];
        for (var i = 0; i < residuals.Length; i++)
            residuals[i] = weights[i] * (outcomes[i] - Dot(design[i], beta));
        var correction = design.Count > columns ? (double)design.Count / (design.Count - columns) : 0;
        return Sandwich(beta, factor.Inverse(), design, residuals, correction);
    }

    /// <summary>Logistic regression of outcomes of 0 or 1.</summary>
    /// <inheritdoc cref="LeastSquares" path="/param"/>
    /// <exception cref="ArgumentException">Lengths differ, an outcome is not within 0 and 1, or a weight is negative.</exception>
    public static WeightedFit Logistic(IReadOnlyList<double[]> design, IReadOnlyList<double> outcomes, IReadOnlyList<double> weights)
    {
        var columns = Check(design, outcomes, weights);
        var events = new double[design.Count];
        for (var i = 0; i < events.Length; i++)
            events[i] = outcomes[i] is >= 0 and <= 1
                ? outcomes[i] * weights[i]
                : throw new ArgumentException($"Outcome {i} is {outcomes[i]}; it lies between 0 and 1.", nameof(outcomes));
        var fit = LogisticRegression.Fit(design, events, weights);
        if (fit.Status != RegressionStatus.Estimated)
            return None(fit.Status, columns);
        double[] beta = [.. fit.Coefficients];
        var residuals = new double[design.Count];
        for (var i = 0; i < residuals.Length; i++)
            residuals[i] = weights[i] * (outcomes[i] - Expit(Dot(design[i], beta)));
        return Sandwich(beta, fit.Covariance, design, residuals, design.Count > 1 ? design.Count / (design.Count - 1.0) : 0);
    }

    internal static double Expit(double x) => 1 / (1 + Math.Exp(-x));

    internal static double Dot(double[] row, IReadOnlyList<double> beta)
    {
        var sum = 0.0;
        for (var j = 0; j < row.Length; j++)
            sum += row[j] * beta[j];
        return sum;
    }

    private static WeightedFit Sandwich(
        double[] beta,
        double[,] bread,
        IReadOnlyList<double[]> design,
        double[] residuals,
        double correction
    )
    {
        var columns = beta.Length;
        var meat = new double[columns, columns];
        for (var i = 0; i < residuals.Length; i++)
        for (var j = 0; j < columns; j++)
        for (var k = 0; k < columns; k++)
            meat[j, k] += residuals[i] * residuals[i] * design[i][j] * design[i][k];
        var robust = Product(Product(bread, meat), bread);
        var corrected = new double[correction > 0 ? columns : 0, correction > 0 ? columns : 0];
        for (var j = 0; j < corrected.GetLength(0); j++)
        for (var k = 0; k < columns; k++)
            corrected[j, k] = robust[j, k] * correction;
        return new(RegressionStatus.Estimated, beta, robust, corrected);
    }

    private static double[,] Product(double[,] left, double[,] right)
    {
        var n = left.GetLength(0);
        var product = new double[n, n];
        for (var i = 0; i < n; i++)
        for (var j = 0; j < n; j++)
        for (var k = 0; k < n; k++)
            product[i, j] += left[i, k] * right[k, j];
        return product;
    }

    private static int Check(IReadOnlyList<double[]> design, IReadOnlyList<double> outcomes, IReadOnlyList<double> weights)
    {
        if (outcomes.Count != design.Count || weights.Count != design.Count)
            throw new ArgumentException($"{design.Count} rows, {outcomes.Count} outcomes and {weights.Count} weights.", nameof(outcomes));
        var columns = design.Count == 0 ? 0 : design[0].Length;
        for (var i = 0; i < design.Count; i++)
            if (design[i].Length != columns || !double.IsFinite(outcomes[i]) || !(weights[i] >= 0 && double.IsFinite(weights[i])))
                throw new ArgumentException(
                    $"Row {i}: {columns} columns, a finite outcome and a weight of at least 0 are needed.",
                    nameof(design)
                );
        return columns;
    }

    private static WeightedFit None(RegressionStatus status, int columns) =>
        new(status, [.. Enumerable.Repeat(double.NaN, columns)], new double[0, 0], new double[0, 0]);
}
