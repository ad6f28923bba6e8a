namespace Longwatch.Statistics.Disproportionality;

/// <summary>Prior of the reporting ratio of a pair: with probability <paramref name="Share"/> Gamma(Shape1, Rate1), else Gamma(Shape2, Rate2).</summary>
/// <param name="Shape1">α1 &gt; 0.</param>
/// <param name="Rate1">β1 &gt; 0; the first component has mean α1/β1.</param>
/// <param name="Shape2">α2 &gt; 0.</param>
/// <param name="Rate2">β2 &gt; 0.</param>
/// <param name="Share">P of the first component, strictly between 0 and 1.</param>
/// <remarks>DuMouchel (1999) Am Stat 53:177. In a fit the first component is the one with the larger mean.</remarks>
public readonly record struct GammaMixture(double Shape1, double Rate1, double Shape2, double Rate2, double Share)
{
    internal void ThrowUnlessValid(string name)
    {
        if (!(Positive(Shape1) && Positive(Rate1) && Positive(Shape2) && Positive(Rate2) && Share is > 0 and < 1))
            throw new ArgumentException("Shapes and rates are finite and positive, the share lies strictly between 0 and 1.", name);

        static bool Positive(double value) => value > 0 && double.IsFinite(value);
    }

    /// <summary>The same prior with the components in the order of their means, the larger first.</summary>
    internal GammaMixture Ordered() => Shape1 / Rate1 >= Shape2 / Rate2 ? this : new(Shape2, Rate2, Shape1, Rate1, 1 - Share);
}

/// <summary>How the likelihood of the prior treats pairs that were never reported. The three give different priors; a result always names its own.</summary>
public enum ZeroTruncation
{
    /// <summary>Every cell of the table counts, also the empty ones: DuMouchel (1999), PhViD.</summary>
    None,

    /// <summary>
    /// Only reported pairs count, and each component is truncated by itself: P f1(n)/(1 − f1(0)) + (1 − P) f2(n)/(1 − f2(0)). P is then the share
    /// among reported pairs. DuMouchel and Pregibon (2001), openEBGM.
    /// </summary>
    Componentwise,

    /// <summary>Only reported pairs count, and the mixture is truncated as a whole: (P f1(n) + (1 − P) f2(n)) / (1 − P f1(0) − (1 − P) f2(0)).</summary>
    Joint,
}

/// <summary>What the data say about the ratio of one pair.</summary>
/// <param name="Weight">Posterior probability Qn of the first component.</param>
/// <param name="Ebgm">Empirical Bayes geometric mean of the ratio.</param>
/// <param name="Lower">Quantile of the posterior: EB05 when the tail is 0.05.</param>
/// <param name="Upper">Quantile of the posterior: EB95 when the tail is 0.05.</param>
/// <param name="AtMostOne">Posterior probability that the ratio is at most 1.</param>
public readonly record struct EbgmScore(double Weight, double Ebgm, double Lower, double Upper, double AtMostOne);
