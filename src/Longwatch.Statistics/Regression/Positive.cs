namespace Longwatch.Statistics.Regression;

/// <summary>A symmetric positive definite matrix of a few rows: its Cholesky factor, and what follows from it.</summary>
internal sealed class Positive
{
    private readonly double[,] factor;
    private readonly int size;

    private Positive(double[,] factor, int size) => (this.factor, this.size) = (factor, size);

    public double LogDeterminant
    {
        get
        {
            var sum = 0.0;
            for (var i = 0; i < size; i++)
                sum += Math.Log(factor[i, i]);
            return 2 * sum;
        }
    }

    /// <summary>Null when the matrix is not positive definite beyond rounding.</summary>
    public static Positive? Factor(double[,] matrix)
    {
        var rows = matrix.GetLength(0);
        var lower = new double[rows, rows];
        for (var i = 0; i < rows; i++)
        for (var j = 0; j <= i; j++)
        {
            var sum = matrix[i, j];
            for (var k = 0; k < j; k++)
                sum -= lower[i, k] * lower[j, k];
            if (i != j)
                lower[i, j] = sum / lower[j, j];
            else if (sum > 1e-13 * matrix[i, i])
                lower[i, i] = Math.Sqrt(sum);
            else
                return null;
        }

        return new(lower, rows);
    }

    public double[] Solve(ReadOnlySpan<double> right) => SolveTransposed(Forward(right));

    /// <summary>xᵀ A⁻¹ x.</summary>
    public double InverseForm(ReadOnlySpan<double> x)
    {
        var sum = 0.0;
        foreach (var value in Forward(x))
            sum += value * value;
        return sum;
    }

    public double[,] Inverse()
    {
        var inverse = new double[size, size];
        var unit = new double[size];
        for (var j = 0; j < size; j++)
        {
            Array.Clear(unit);
            unit[j] = 1;
            var column = Solve(unit);
            for (var i = 0; i < size; i++)
                inverse[i, j] = column[i];
        }

        return inverse;
    }

    /// <summary>Lᵀ⁻¹ x, with A = L Lᵀ: turns independent unit normals into normals of covariance A⁻¹.</summary>
    public double[] SolveTransposed(ReadOnlySpan<double> right)
    {
        var x = right.ToArray();
        for (var i = size - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < size; k++)
                x[i] -= factor[k, i] * x[k];
            x[i] /= factor[i, i];
        }

        return x;
    }

    /// <summary>L x: turns independent unit normals into normals of covariance A.</summary>
    public double[] LowerTimes(ReadOnlySpan<double> x)
    {
        var product = new double[size];
        for (var i = 0; i < size; i++)
        for (var k = 0; k <= i; k++)
            product[i] += factor[i, k] * x[k];
        return product;
    }

    private double[] Forward(ReadOnlySpan<double> right)
    {
        var y = right.ToArray();
        for (var i = 0; i < size; i++)
        {
            for (var k = 0; k < i; k++)
                y[i] -= factor[i, k] * y[k];
            y[i] /= factor[i, i];
        }

        return y;
    }
}
