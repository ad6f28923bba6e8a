namespace Longwatch.Statistics.Numerics;

/// <summary>Nodes and weights for ∫ exp(−t²) f(t) dt.</summary>
/// <remarks>
/// Roots of the orthonormal Hermite polynomial by Newton's method (Press et al., Numerical Recipes, 3rd ed.,
/// section 4.6). Checked against Abramowitz and Stegun, table 25.10, and against the exact moments of the normal distribution.
/// </remarks>
internal sealed class GaussHermite
{
    private GaussHermite(double[] nodes, double[] logWeights) => (Nodes, LogWeights) = (nodes, logWeights);

    /// <summary>Nodes in ascending order.</summary>
    public double[] Nodes { get; }

    /// <summary>log(weight) + node², ready for an integrand that is given without the factor exp(−t²).</summary>
    public double[] LogWeights { get; }

    public static GaussHermite Of(int count)
    {
        var nodes = new double[count];
        var logWeights = new double[count];
        var positive = new double[(count + 1) / 2];
        double z = 0;
        for (var i = 0; i < positive.Length; i++)
        {
            z = i switch
            {
                0 => Math.Sqrt((2 * count) + 1) - (1.85575 * Math.Pow((2 * count) + 1, -0.16667)),
                1 => z - (1.14 * Math.Pow(count, 0.426) / z),
                2 => (1.86 * z) - (0.86 * positive[0]),
                3 => (1.91 * z) - (0.91 * positive[1]),
                _ => (2 * z) - positive[i - 2],
            };
            double derivative = 0;
            for (var step = 0; step < 50; step++)
            {
                (var value, derivative) = Orthonormal(count, z);
                var change = value / derivative;
                z -= change;
                if (Math.Abs(change) < 1e-15 * Math.Max(1, Math.Abs(z)))
                    break;
            }

            positive[i] = z;
            nodes[i] = -z;
            nodes[count - 1 - i] = z;
            logWeights[i] = logWeights[count - 1 - i] = Math.Log(2) - (2 * Math.Log(Math.Abs(derivative))) + (z * z);
        }

        return new(nodes, logWeights);
    }

    private static (double Value, double Derivative) Orthonormal(int degree, double z)
    {
        var current = Math.Pow(Math.PI, -0.25);
        double previous = 0;
        for (var j = 0; j < degree; j++)
        {
            var next = (z * Math.Sqrt(2.0 / (j + 1)) * current) - (Math.Sqrt((double)j / (j + 1)) * previous);
            (previous, current) = (current, next);
        }

        return (current, Math.Sqrt(2.0 * degree) * previous);
    }
}
