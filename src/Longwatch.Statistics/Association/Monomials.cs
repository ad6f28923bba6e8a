namespace Longwatch.Statistics.Association;

/// <summary>The monomials of some variables up to a degree, numbered so that each is an earlier one times one variable.</summary>
internal sealed class Monomials
{
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);

    public Monomials(int variables, int degree)
    {
        (Variables, Degree) = (variables, degree);
        var exponents = new List<int[]> { new int[variables] };
        var parents = new List<(int Parent, int Variable)> { (0, 0) };
        numbers[Key(exponents[0])] = 0;
        var from = 0;
        for (var d = 1; d <= degree; d++)
        {
            var to = exponents.Count;
            for (var parent = from; parent < to; parent++)
            for (var v = LastVariable(exponents[parent]); v < variables; v++)
            {
                var next = (int[])exponents[parent].Clone();
                next[v]++;
                numbers[Key(next)] = exponents.Count;
                exponents.Add(next);
                parents.Add((parent, v));
            }

            from = to;
        }

        Exponents = [.. exponents];
        Parents = [.. parents];
    }

    public int Variables { get; }

    public int Degree { get; }

    /// <summary>By number; ascending in degree.</summary>
    public int[][] Exponents { get; }

    /// <summary>The earlier monomial and the variable whose product this is; of the first, which is 1, without meaning.</summary>
    public (int Parent, int Variable)[] Parents { get; }

    public int Count => Exponents.Length;

    public int DegreeOf(int number) => Exponents[number].Sum();

    public int NumberOf(int[] exponents) => numbers[Key(exponents)];

    /// <summary>How many monomials there are, without making them.</summary>
    public static long CountOf(int variables, int degree)
    {
        var count = 1L;
        for (var i = 1; i <= variables; i++)
            count = count * (degree + i) / i;
        return count;
    }

    private static int LastVariable(int[] exponents)
    {
        for (var v = exponents.Length - 1; v > 0; v--)
            if (exponents[v] > 0)
                return v;
        return 0;
    }

    private static string Key(int[] exponents) => string.Join(',', exponents);
}
