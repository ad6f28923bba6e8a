namespace Longwatch.Statistics.PartialTesting;

/// <summary>A probability distribution over the whole numbers from <see cref="First"/> on.</summary>
public sealed class CountDistribution
{
    private readonly double[] probabilities;

    internal CountDistribution(int first, double[] probabilities)
    {
        (First, this.probabilities) = (first, probabilities);
        for (var i = 0; i < probabilities.Length; i++)
            Mean += probabilities[i] * i;
        for (var i = 0; i < probabilities.Length; i++)
            Variance += probabilities[i] * (i - Mean) * (i - Mean);
        Mean += first;
    }

    /// <summary>Smallest value that is possible.</summary>
    public int First { get; }

    /// <summary>Largest value that is possible.</summary>
    public int Last => First + probabilities.Length - 1;

    /// <summary>Probabilities of <see cref="First"/>, <see cref="First"/> + 1, …; they sum to 1.</summary>
    public ReadOnlySpan<double> Probabilities => probabilities;

    public double Mean { get; }

    public double Variance { get; }

    /// <summary>Smallest value that is not exceeded with probability at least p.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is not strictly between 0 and 1.</exception>
    public int Quantile(double p)
    {
        if (p is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(p), "A probability lies strictly between 0 and 1.");
        var sum = 0.0;
        for (var i = 0; i < probabilities.Length; i++)
            if ((sum += probabilities[i]) >= p * (1 - 1e-12))
                return First + i;
        return Last;
    }

    /// <summary>Equal-tailed interval of whole numbers.</summary>
    public (int Lower, int Upper) Interval(double level)
    {
        var tail = ConfidenceLevel.Tail(level);
        return (Quantile(tail), Quantile(1 - tail));
    }

    internal static CountDistribution Certain(int value) => new(value, [1]);
}
