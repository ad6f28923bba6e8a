using Longwatch.Statistics.Distributions;

namespace Longwatch.Statistics.Sequential;

/// <summary>The probabilities of one Poisson increment, and of at least so much, as far as they matter; the buffers are used again and again.</summary>
internal sealed class IncrementProbabilities
{
    /// <summary>Probabilities below this share of the largest are left out.</summary>
    private const double Negligible = 1e-30;

    private double[] probability = new double[64];
    private double[] tail = new double[65];

    /// <summary>Smallest increment that is kept.</summary>
    public int First { get; private set; }

    /// <summary>Largest increment that is kept.</summary>
    public int Last { get; private set; }

    /// <summary>P(increment = k) for <see cref="First"/> ≤ k ≤ <see cref="Last"/>.</summary>
    public double this[int k] => probability[k - First];

    /// <summary>P(increment ≥ k).</summary>
    public double AtLeast(int k) =>
        k <= First ? tail[0]
        : k > Last ? 0
        : tail[k - First];

    public void Fill(double mean)
    {
        var mode = (int)Math.Floor(mean);
        var top = Poisson.Probability(mode, mean);
        var (first, last) = (mode, mode);
        for (var p = top; first > 0 && (p *= first / mean) >= Negligible * top; )
            first--;
        for (var p = top; (p *= mean / (last + 1)) >= Negligible * top; )
            last++;
        Reserve(last - first + 1);
        (First, Last) = (first, last);
        probability[mode - first] = top;
        for (var k = mode; k > first; k--)
            probability[k - 1 - first] = probability[k - first] * k / mean;
        for (var k = mode; k < last; k++)
            probability[k + 1 - first] = probability[k - first] * mean / (k + 1);
        tail[last - first + 1] = 0;
        for (var k = last - first; k >= 0; k--)
            tail[k] = tail[k + 1] + probability[k];
    }

    private void Reserve(int length)
    {
        if (probability.Length >= length)
            return;
        probability = new double[2 * length];
        tail = new double[(2 * length) + 1];
    }
}
