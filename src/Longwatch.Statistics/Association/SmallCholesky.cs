namespace Longwatch.Statistics.Association;

/// <summary>Cholesky factor of a symmetric positive definite matrix of a few rows, in place and without allocation; used many times a variant.</summary>
/// <remarks>The matrix of n rows lies row by row in a span of n² numbers; only its lower triangle is read.</remarks>
internal static class SmallCholesky
{
    private const double Smallest = 1e-11;

    /// <summary>Writes the lower factor. False when a pivot is not positive beyond rounding: the columns depend on one another.</summary>
    public static bool Factor(ReadOnlySpan<double> matrix, int rows, Span<double> lower)
    {
        for (var i = 0; i < rows; i++)
        for (var j = 0; j <= i; j++)
        {
            var sum = matrix[(i * rows) + j];
            for (var k = 0; k < j; k++)
                sum -= lower[(i * rows) + k] * lower[(j * rows) + k];
            if (i != j)
                lower[(i * rows) + j] = sum / lower[(j * rows) + j];
            else if (sum > Smallest * matrix[(i * rows) + i])
                lower[(i * rows) + i] = Math.Sqrt(sum);
            else
                return false;
        }

        return true;
    }

    /// <summary>Logarithm of the determinant of the matrix.</summary>
    public static double LogDeterminant(ReadOnlySpan<double> lower, int rows)
    {
        var product = 0.0;
        for (var i = 0; i < rows; i++)
            product += Math.Log(lower[(i * rows) + i]);
        return 2 * product;
    }

    /// <summary>Solves for the first <paramref name="size"/> unknowns, as if the matrix had only so many rows.</summary>
    public static void Solve(ReadOnlySpan<double> lower, int rows, int size, ReadOnlySpan<double> right, Span<double> solution)
    {
        for (var i = 0; i < size; i++)
        {
            var sum = right[i];
            for (var k = 0; k < i; k++)
                sum -= lower[(i * rows) + k] * solution[k];
            solution[i] = sum / lower[(i * rows) + i];
        }

        for (var i = size - 1; i >= 0; i--)
        {
            var sum = solution[i];
            for (var k = i + 1; k < size; k++)
                sum -= lower[(k * rows) + i] * solution[k];
            solution[i] = sum / lower[(i * rows) + i];
        }
    }

    /// <summary>Writes the inverse of the lower factor: xᵀ A⁻¹ x is the sum of squares of that times x.</summary>
    public static void InvertLower(ReadOnlySpan<double> lower, int rows, Span<double> inverse)
    {
        inverse[..(rows * rows)].Clear();
        for (var j = 0; j < rows; j++)
        {
            inverse[(j * rows) + j] = 1 / lower[(j * rows) + j];
            for (var i = j + 1; i < rows; i++)
            {
                var sum = 0.0;
                for (var k = j; k < i; k++)
                    sum -= lower[(i * rows) + k] * inverse[(k * rows) + j];
                inverse[(i * rows) + j] = sum / lower[(i * rows) + i];
            }
        }
    }
}
