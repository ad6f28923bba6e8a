using Longwatch.Statistics.Distributions;

namespace Longwatch.Statistics.Disproportionality;

/// <summary>
/// The logarithm of one negative binomial component at one point, without n ln E − ln n!, with its derivatives by ln α and ln β; and the same of its zero.
/// </summary>
internal sealed class MixtureComponent(CountTerms terms, double logRate)
{
    private readonly double shape = terms.Shape;
    private readonly double rate = Math.Exp(logRate);

    public double Log { get; private set; }

    public double ByShape { get; private set; }

    public double ByRate { get; private set; }

    public double ByShapeShape { get; private set; }

    public double ByShapeRate { get; private set; }

    public double ByRateRate { get; private set; }

    /// <summary>f(0) − 1.</summary>
    public double ZeroMinusOne { get; private set; }

    /// <summary>First derivative of ln f(0) by ln α; the second is the same.</summary>
    public double ZeroByShape { get; private set; }

    public double ZeroByRate { get; private set; }

    public double ZeroByShapeRate { get; private set; }

    public double ZeroByRateRate { get; private set; }

    public void Evaluate(int row, int n, double e, ZeroTruncation truncation)
    {
        // ln f(0) = α ln(β/(β + E)) = −α ln(1 + E/β).
        var ratio = GammaFunctions.LogOnePlus(e / rate);
        var part = e / (rate + e);
        var logZero = -shape * ratio;
        ZeroByShape = logZero;
        ZeroByRate = ZeroByShapeRate = shape * part;
        ZeroByRateRate = -shape * part * (1 - part);
        // n ln(1/(β + E)) as −n (ln β + ln(1 + E/β)).
        Log = terms.Rising[row] + logZero - (n * (logRate + ratio));
        ByShape = (shape * terms.First[row]) + logZero;
        ByRate = (shape * part) - (n * (1 - part));
        ByShapeShape = (shape * shape * terms.Second[row]) + ByShape;
        ByShapeRate = shape * part;
        ByRateRate = -(shape + n) * part * (1 - part);
        if (truncation == ZeroTruncation.None)
            return;
        ZeroMinusOne = GammaFunctions.ExpMinusOne(logZero);
        if (truncation == ZeroTruncation.Joint)
            return;

        // − ln(1 − f(0)): with s = f(0)/(1 − f(0)) its derivative by ln f(0) is s, the second s (1 + s).
        var s = -(1 + ZeroMinusOne) / ZeroMinusOne;
        var bend = s * (1 + s);
        Log -= Math.Log(-ZeroMinusOne);
        ByShape += s * ZeroByShape;
        ByRate += s * ZeroByRate;
        ByShapeShape += (s * ZeroByShape) + (bend * ZeroByShape * ZeroByShape);
        ByShapeRate += (s * ZeroByShapeRate) + (bend * ZeroByShape * ZeroByRate);
        ByRateRate += (s * ZeroByRateRate) + (bend * ZeroByRate * ZeroByRate);
    }
}

/// <summary>What a component owes to the count alone: ln Γ(α + n) − ln Γ(α) and its two derivatives by α, once per different count.</summary>
internal sealed class CountTerms
{
    /// <summary>Gaps up to this are bridged by the recurrence, longer ones by the functions themselves.</summary>
    private const int LongestGap = 32;

    public CountTerms(ReadOnlySpan<int> different, double shape)
    {
        Shape = shape;
        (Rising, First, Second) = (new double[different.Length], new double[different.Length], new double[different.Length]);
        double rising = 0,
            first = 0,
            second = 0;
        var at = 0;
        for (var i = 0; i < different.Length; i++)
        {
            var n = different[i];
            if (n - at <= LongestGap)
                for (; at < n; at++)
                {
                    var x = shape + at;
                    rising += Math.Log(x);
                    first += 1 / x;
                    second -= 1 / (x * x);
                }
            else
            {
                rising = GammaFunctions.LogGamma(shape + n) - GammaFunctions.LogGamma(shape);
                first = GammaFunctions.Digamma(shape + n) - GammaFunctions.Digamma(shape);
                second = GammaFunctions.Trigamma(shape + n) - GammaFunctions.Trigamma(shape);
                at = n;
            }

            (Rising[i], First[i], Second[i]) = (rising, first, second);
        }
    }

    public double Shape { get; }

    public double[] Rising { get; }

    public double[] First { get; }

    public double[] Second { get; }
}

/// <summary>Negative log-likelihood of a mixture with its gradient and Hessian.</summary>
internal sealed class MixtureDerivatives
{
    public double Value { get; private set; }

    public double[] Gradient { get; } = new double[MixtureLikelihood.Size];

    public double[,] Hessian { get; } = new double[MixtureLikelihood.Size, MixtureLikelihood.Size];

    public double LargestGradient => Gradient.Max(Math.Abs);

    public void Add(double[] sums)
    {
        Value += sums[0];
        var at = 1 + MixtureLikelihood.Size;
        for (var j = 0; j < MixtureLikelihood.Size; j++)
        {
            Gradient[j] += sums[1 + j];
            for (var k = 0; k <= j; k++)
                Hessian[j, k] += sums[at++];
        }
    }

    public void Finish(double constant)
    {
        Value -= constant;
        for (var j = 0; j < MixtureLikelihood.Size; j++)
        for (var k = 0; k < j; k++)
            Hessian[k, j] = Hessian[j, k];
    }
}
