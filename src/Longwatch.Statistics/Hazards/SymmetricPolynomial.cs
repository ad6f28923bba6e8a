namespace Longwatch.Statistics.Hazards;

/// <summary>The elementary symmetric polynomial of the risks of a growing set of rows, with first and second derivatives by the coefficients.</summary>
internal sealed class SymmetricPolynomial(int width)
{
    private readonly int stride = 1 + width + (width * (width + 1) / 2);
    private double[] values = [];
    private int degree;

    /// <summary>Each risk is multiplied by this, so that the polynomial stays within the range of numbers; its value by this to the degree.</summary>
    public double Unit { get; private set; }

    public double Value => values[degree * stride];

    public double First(int column) => values[(degree * stride) + 1 + column];

    /// <summary>Second derivative by two coefficients.</summary>
    /// <param name="column">At least <paramref name="other"/>.</param>
    public double Second(int column, int other) => values[(degree * stride) + Triangle(column) + other];

    public void Begin(int newDegree, double unit)
    {
        (degree, Unit) = (newDegree, unit);
        var length = (degree + 1) * stride;
        if (values.Length < length)
            values = new double[length];
        values.AsSpan(0, length).Clear();
        values[0] = 1;
    }

    public void Add(double risk, ReadOnlySpan<double> x)
    {
        risk *= Unit;
        for (var m = degree; m > 0; m--)
        {
            var to = values.AsSpan(m * stride, stride);
            var from = values.AsSpan((m - 1) * stride, stride);
            for (var j = 0; j < width; j++)
            {
                var second = to.Slice(Triangle(j), j + 1);
                var earlier = from.Slice(Triangle(j), j + 1);
                var (slope, lift) = (from[1 + j], (x[j] * from[0]) + from[1 + j]);
                for (var k = 0; k <= j; k++)
                    second[k] += risk * (earlier[k] + (x[j] * from[1 + k]) + (x[k] * lift));
                to[1 + j] += risk * (slope + (x[j] * from[0]));
            }

            to[0] += risk * from[0];
        }
    }

    private int Triangle(int column) => 1 + width + (column * (column + 1) / 2);
}
