namespace Longwatch.Statistics.Regression;

/// <summary>
/// What the penalty adds to the curvature of the likelihood, learned from pairs of points: minus the Hessian is the information less this matrix.
/// </summary>
/// <remarks>
/// Symmetric rank-one updates of the difference between the change of the score and that of the information, as in structured quasi-Newton methods for least
/// squares (Dennis, Gay and Welsch 1981; Nocedal and Wright, Numerical Optimization, 2nd ed., 6.2 and 10.3). Only the way to the maximum depends on it.
/// </remarks>
internal sealed class PenaltyCurvature
{
    private readonly int size;
    private readonly double[] matrix;

    public PenaltyCurvature(int size) => (this.size, matrix) = (size, new double[size * size]);

    private PenaltyCurvature(PenaltyCurvature other)
        : this(other.size)
    {
        other.matrix.CopyTo(matrix, 0);
        IsEmpty = other.IsEmpty;
    }

    public bool IsEmpty { get; private set; } = true;

    public PenaltyCurvature Copy() => new(this);

    public void Clear()
    {
        Array.Clear(matrix);
        IsEmpty = true;
    }

    /// <summary>The solution of (information − this) x = right, the held coefficients 0; null where neither this nor the information alone can be inverted.</summary>
    public double[]? Step(LikelihoodPoint point, ReadOnlySpan<double> right, ReadOnlySpan<bool> held)
    {
        if (!IsEmpty)
        {
            if (Positive.Factor(Curvature(point, held, 1)) is { } learned)
                return learned.Solve(Free(right, held));
            Clear();
        }

        return held.IsEmpty ? point.Factor.Solve(right) : Positive.Factor(Curvature(point, held, 0))?.Solve(Free(right, held));
    }

    /// <summary>Takes in what one step has shown.</summary>
    public void Learn(LikelihoodPoint from, LikelihoodPoint to)
    {
        Span<double> step = stackalloc double[size];
        Span<double> rest = stackalloc double[size];
        double along = 0,
            stepSquare = 0,
            restSquare = 0;
        for (var j = 0; j < size; j++)
            step[j] = to.Beta[j] - from.Beta[j];
        for (var j = 0; j < size; j++)
        {
            var sum = to.Score[j] - from.Score[j];
            for (var k = 0; k < size; k++)
                sum += (((from.Information[j, k] + to.Information[j, k]) / 2) - matrix[(j * size) + k]) * step[k];
            rest[j] = sum;
            // In units of the standard errors, so that the scale of a covariate does not matter.
            var scale = to.Information[j, j];
            (along, stepSquare, restSquare) = (
                along + (sum * step[j]),
                stepSquare + (step[j] * step[j] * scale),
                restSquare + (sum * sum / scale)
            );
        }

        if (stepSquare < 1e-18 || Math.Abs(along) < 1e-6 * Math.Sqrt(stepSquare * restSquare))
            return;
        for (var j = 0; j < size; j++)
        for (var k = 0; k < size; k++)
            matrix[(j * size) + k] += rest[j] * rest[k] / along;
        IsEmpty = false;
    }

    private double[,] Curvature(LikelihoodPoint point, ReadOnlySpan<bool> held, double share)
    {
        var curvature = new double[size, size];
        for (var j = 0; j < size; j++)
        for (var k = 0; k < size; k++)
            curvature[j, k] =
                !held.IsEmpty && (held[j] || held[k]) ? (j == k ? 1 : 0) : point.Information[j, k] - (share * matrix[(j * size) + k]);
        return curvature;
    }

    private static double[] Free(ReadOnlySpan<double> right, ReadOnlySpan<bool> held)
    {
        var free = right.ToArray();
        for (var j = 0; j < held.Length; j++)
            if (held[j])
                free[j] = 0;
        return free;
    }
}
