namespace Longwatch.Statistics.Survival;

/// <summary>The scale on which a normal interval for a probability is built.</summary>
public enum ProbabilityTransform
{
    /// <summary>p ± z·se, cut to [0, 1].</summary>
    Plain,

    /// <summary>On log p, cut at 1.</summary>
    Log,

    /// <summary>On log(−log p); never leaves (0, 1).</summary>
    LogLog,

    /// <summary>On log(p / (1 − p)); never leaves (0, 1).</summary>
    Logit,

    /// <summary>On arcsin √p.</summary>
    Arcsine,
}

internal static class TransformedInterval
{
    /// <summary>Interval for a probability from its relative standard error; false at 0 and at 1, where no scale but the plain one is defined.</summary>
    /// <param name="relativeError">Standard error of log <paramref name="p"/>, that is se / p; finite.</param>
    /// <param name="z">Normal quantile of the level.</param>
    /// <remarks>Source: Kalbfleisch and Prentice, 2nd ed., section 1.4; the forms of R survival 3.5 <c>survfit</c>.</remarks>
    public static bool TryOf(double p, double relativeError, double z, ProbabilityTransform transform, out Interval interval)
    {
        interval = default;
        if (!(p > 0 && p < 1) || !double.IsFinite(relativeError))
            return false;
        interval = transform switch
        {
            ProbabilityTransform.Plain => new(Math.Max(0, p - (z * p * relativeError)), Math.Min(1, p + (z * p * relativeError))),
            ProbabilityTransform.Log => new(p * Math.Exp(-z * relativeError), Math.Min(1, p * Math.Exp(z * relativeError))),
            ProbabilityTransform.LogLog => LogLog(p, z * relativeError / Math.Log(p)),
            ProbabilityTransform.Logit => new(
                Expit(Logit(p) - (z * relativeError / (1 - p))),
                Expit(Logit(p) + (z * relativeError / (1 - p)))
            ),
            ProbabilityTransform.Arcsine => Arcsine(p, 0.5 * z * relativeError * Math.Sqrt(p / (1 - p))),
            _ => throw new ArgumentOutOfRangeException(nameof(transform), transform, "Unknown transform."),
        };
        return true;
    }

    private static Interval LogLog(double p, double half)
    {
        // half is negative, because log p is: the lower limit of p is the upper one of log(−log p).
        var centre = Math.Log(-Math.Log(p));
        return new(Math.Exp(-Math.Exp(centre - half)), Math.Exp(-Math.Exp(centre + half)));
    }

    private static Interval Arcsine(double p, double half)
    {
        var centre = Math.Asin(Math.Sqrt(p));
        var (lower, upper) = (Math.Sin(Math.Max(0, centre - half)), Math.Sin(Math.Min(Math.PI / 2, centre + half)));
        return new(lower * lower, upper * upper);
    }

    private static double Logit(double p) => Math.Log(p / (1 - p));

    private static double Expit(double x) => 1 / (1 + Math.Exp(-x));
}
