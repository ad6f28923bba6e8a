namespace Longwatch.Statistics.Association;

/// <summary>Where the numbers of a <see cref="NullExpansion"/> lie: the same for every centre.</summary>
internal sealed class ExpansionTables
{
    private const int MostCoefficients = 2000;
    private const int Lanes = 8;

    private readonly Monomials all;
    private readonly int[] second;
    private readonly int[] third;
    private readonly int dimensions;

    private ExpansionTables(int covariates, int degree)
    {
        dimensions = covariates + 1;
        Covariates = new(covariates, degree);
        all = new(dimensions, degree);
        UpTo =
        [
            .. Enumerable.Range(0, degree + 1).Select(d => Enumerable.Range(0, Covariates.Count).Count(m => Covariates.DegreeOf(m) <= d)),
        ];
        Factors = [.. all.Exponents.Select(e => 1 / e.Aggregate(1.0, (product, x) => product * Factorial(x)))];
        (second, third) = (new int[dimensions * dimensions], new int[dimensions * dimensions * dimensions]);
        var (lengths, source) = (new List<int>(), new List<int>());
        Derivative([], degree, lengths, source);
        for (var j = 0; j < dimensions; j++)
            Derivative([j], degree, lengths, source);
        for (var j = 0; j < dimensions; j++)
        for (var k = 0; k <= j; k++)
            second[(j * dimensions) + k] = second[(k * dimensions) + j] = Derivative([j, k], degree, lengths, source);
        for (var j = 0; j < dimensions; j++)
        for (var k = 0; k <= j; k++)
        for (var l = 0; l <= k; l++)
        {
            var row = Derivative([j, k, l], degree, lengths, source);
            foreach (var (x, y, z) in new[] { (j, k, l), (j, l, k), (k, j, l), (k, l, j), (l, j, k), (l, k, j) })
                third[(((x * dimensions) + y) * dimensions) + z] = row;
        }

        (RowLength, Source) = ([.. lengths], [.. source]);
        var below = Enumerable.Range(0, all.Count).Count(m => all.DegreeOf(m) < degree);
        TopPowers = below;
        Top =
        [
            .. Enumerable.Range(below, all.Count - below).Select(m => ((degree + 1) * Covariates.Count) + CovariatePart(all.Exponents[m])),
        ];
    }

    /// <summary>Monomials of the covariates, whose sums over people are taken.</summary>
    public Monomials Covariates { get; }

    /// <summary>How many of them have at most a degree.</summary>
    public int[] UpTo { get; }

    /// <summary>1/α! of each monomial in all coefficients.</summary>
    public double[] Factors { get; }

    /// <summary>Numbers of each derivative, a multiple of the lanes.</summary>
    public int[] RowLength { get; }

    /// <summary>Derivatives kept: the value, and those of orders one to three.</summary>
    public int Rows => RowLength.Length;

    public int Length => Source.Length;

    /// <summary>For each number the moment that it is, −1 for none.</summary>
    public int[] Source { get; }

    /// <summary>Moments of the bound, for the monomials of the highest degree.</summary>
    public int[] Top { get; }

    /// <summary>Where the powers of the highest degree begin.</summary>
    public int TopPowers { get; }

    /// <summary>Length of the scratch for powers.</summary>
    public int Powers => Padded(all.Count);

    /// <summary>Null when so many covariates would need more numbers than a pass over the people costs.</summary>
    public static ExpansionTables? For(int covariates)
    {
        for (var degree = 8; degree >= 4; degree -= 2)
            if (Monomials.CountOf(covariates + 1, degree) <= MostCoefficients)
                return new(covariates, degree);
        return null;
    }

    public int Second(int j, int k) => second[(j * dimensions) + k];

    public int Third(int j, int k, int l) => third[(((j * dimensions) + k) * dimensions) + l];

    /// <summary>δᵅ/α! for all monomials.</summary>
    public void Raise(ReadOnlySpan<double> delta, Span<double> powers)
    {
        powers.Clear();
        powers[0] = 1;
        var parents = all.Parents;
        for (var m = 1; m < parents.Length; m++)
            powers[m] = powers[parents[m].Parent] * delta[parents[m].Variable];
        for (var m = 1; m < parents.Length; m++)
            powers[m] *= Factors[m];
    }

    private int Derivative(int[] by, int degree, List<int> lengths, List<int> source)
    {
        var count = 0;
        for (var m = 0; m < all.Count && all.DegreeOf(m) + by.Length <= degree; m++, count++)
        {
            var exponents = (int[])all.Exponents[m].Clone();
            foreach (var variable in by)
                exponents[variable]++;
            source.Add((exponents.Sum() * Covariates.Count) + CovariatePart(exponents));
        }

        for (; count % Lanes != 0; count++)
            source.Add(-1);
        lengths.Add(count);
        return lengths.Count - 1;
    }

    private int CovariatePart(int[] exponents) => Covariates.NumberOf(exponents[1..]);

    private static int Padded(int count) => (count + Lanes - 1) / Lanes * Lanes;

    private static double Factorial(int n)
    {
        var product = 1.0;
        for (var i = 2; i <= n; i++)
            product *= i;
        return product;
    }
}
