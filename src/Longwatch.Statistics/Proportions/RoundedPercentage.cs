using System.Collections.Immutable;

namespace Longwatch.Statistics.Proportions;

/// <summary>k of n.</summary>
public readonly record struct CountOf(int Count, int Of)
{
    public double Share => (double)Count / Of;
}

/// <summary>Which counts a printed percentage can stand for.</summary>
public static class RoundedPercentage
{
    /// <summary>Every k/n with 1 ≤ n ≤ <paramref name="largest"/> that rounds to the printed percentage, by n, then k.</summary>
    /// <param name="percent">As printed, 0 to 100.</param>
    /// <param name="decimals">Decimals as printed, 0 to 6.</param>
    /// <param name="largest">Largest denominator possible, ≥ 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    /// <remarks>
    /// The integer ("GRIM") check of Brown and Heathers (2017). Ties count as consistent in both directions, because sources round them either way.
    /// In whole numbers throughout. Checked against R (A06, <c>denominators_giving_67pct</c>).
    /// </remarks>
    public static ImmutableArray<CountOf> Consistent(double percent, int decimals, int largest)
    {
        if (!(percent is >= 0 and <= 100))
            throw new ArgumentOutOfRangeException(nameof(percent));
        ArgumentOutOfRangeException.ThrowIfNegative(decimals);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(decimals, 6);
        ArgumentOutOfRangeException.ThrowIfNegative(largest);
        var scale = 1L;
        for (var i = 0; i < decimals; i++)
            scale *= 10;
        var printed = (long)Math.Round(percent * scale);
        var found = ImmutableArray.CreateBuilder<CountOf>();
        for (var n = 1; n <= largest; n++)
        {
            // |100 k scale / n − printed| ≤ ½, times 2n.
            for (var k = Math.Max(0, (int)(((2 * printed) - 1) * n / (200 * scale)) - 1); k <= n; k++)
            {
                var difference = (200 * scale * k) - (2 * printed * n);
                if (difference > n)
                    break;
                if (difference >= -n)
                    found.Add(new(k, n));
            }
        }

        return found.ToImmutable();
    }
}
