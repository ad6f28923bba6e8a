namespace Longwatch.Statistics.Regression;

/// <summary>A straight-line model fitted by least squares.</summary>
/// <param name="Coefficients">In the order of the columns; empty when singular.</param>
/// <param name="Covariance">Residual variance times the inverse of XᵀX; empty when singular.</param>
/// <param name="ResidualVariance">Residual sum of squares over the degrees of freedom; NaN without any.</param>
/// <param name="DegreesOfFreedom">Rows less columns.</param>
public sealed record LeastSquaresFit(
    RegressionStatus Status,
    IReadOnlyList<double> Coefficients,
    double[,] Covariance,
    double ResidualVariance,
    int DegreesOfFreedom
);

/// <summary>Linear regression by ordinary least squares.</summary>
public static class LeastSquares
{
    /// <summary>Fits y = design · coefficients.</summary>
    /// <param name="columns">One array per coefficient; the intercept is a column of ones.</param>
    /// <param name="y">As long as the columns.</param>
    /// <exception cref="ArgumentException">Lengths differ or a number is not finite.</exception>
    /// <remarks>
    /// Normal equations on columns scaled to length 1; singular when the columns depend on one another or there are fewer rows than columns.
    /// Checked against <c>lm</c> in R (G11): 1e-9.
    /// </remarks>
    public static LeastSquaresFit Fit(IReadOnlyList<double[]> columns, ReadOnlySpan<double> y)
    {
        var (size, rows) = (columns.Count, y.Length);
        var lengths = new double[size];
        for (var j = 0; j < size; j++)
        {
            if (columns[j].Length != rows)
                throw new ArgumentException($"Column {j} has {columns[j].Length} rows, y has {rows}.", nameof(columns));
            foreach (var value in columns[j])
                lengths[j] += double.IsFinite(value)
                    ? value * value
                    : throw new ArgumentException("A covariate is not finite.", nameof(columns));
            lengths[j] = Math.Sqrt(lengths[j]);
        }

        foreach (var value in y)
            if (!double.IsFinite(value))
                throw new ArgumentException("A y is not finite.", nameof(y));
        var (matrix, right) = (new double[size, size], new double[size]);
        for (var j = 0; j < size; j++)
        {
            for (var k = 0; k <= j; k++)
                matrix[j, k] = matrix[k, j] = Dot(columns[j], columns[k]) / (lengths[j] * lengths[k]);
            right[j] = Dot(columns[j], y) / lengths[j];
        }

        if (size == 0 || rows < size || Positive.Factor(matrix) is not { } factor)
            return new(RegressionStatus.Singular, [], new double[0, 0], double.NaN, rows - size);
        var coefficients = factor.Solve(right);
        for (var j = 0; j < size; j++)
            coefficients[j] /= lengths[j];
        var squares = 0.0;
        for (var i = 0; i < rows; i++)
        {
            var residual = y[i];
            for (var j = 0; j < size; j++)
                residual -= coefficients[j] * columns[j][i];
            squares += residual * residual;
        }

        var variance = rows > size ? squares / (rows - size) : double.NaN;
        var covariance = factor.Inverse();
        for (var j = 0; j < size; j++)
        for (var k = 0; k < size; k++)
            covariance[j, k] *= variance / (lengths[j] * lengths[k]);
        return new(RegressionStatus.Estimated, coefficients, covariance, variance, rows - size);
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }
}
