using Longwatch.Statistics.Distributions;

namespace Longwatch.Statistics.Disproportionality;

/// <summary>
/// Negative log-likelihood of the prior of MGPS with gradient and Hessian by ln α1, ln β1, ln α2, ln β2 and logit P. Summed in fixed pieces, so that its bits
/// do not depend on the number of threads.
/// </summary>
internal sealed class MixtureLikelihood
{
    public const int Size = 5;

    private const int Packed = Size * (Size + 1) / 2;
    private const int Piece = 1024;

    private readonly MgpsPoints points;
    private readonly ZeroTruncation truncation;
    private readonly int threads;
    private readonly int[] different;
    private readonly int[] row;
    private readonly double constant;

    public MixtureLikelihood(MgpsPoints points, ZeroTruncation truncation, int threads)
    {
        (this.points, this.truncation, this.threads) = (points, truncation, threads);
        (different, row) = Rows(points.Counts);
        for (var i = 0; i < points.Length; i++)
            constant +=
                points.Counts[i] == 0
                    ? 0
                    : points.Weights[i]
                        * ((points.Counts[i] * Math.Log(points.Expected[i])) - GammaFunctions.LogGamma(points.Counts[i] + 1.0));
    }

    /// <summary>Value, gradient and Hessian in one vector: 1 + 5 + 15 numbers, the Hessian by rows of its lower triangle.</summary>
    public MixtureDerivatives At(ReadOnlySpan<double> logs)
    {
        var first = new CountTerms(different, Math.Exp(logs[0]));
        var second = new CountTerms(different, Math.Exp(logs[2]));
        var (logRate1, logRate2, logit) = (logs[1], logs[3], logs[4]);
        var pieces = new double[((points.Length + Piece - 1) / Piece) + 1][];
        Threading.Pieces(
            points.Length,
            Piece,
            threads,
            (piece, from, to) =>
            {
                var sums = new double[1 + Size + Packed];
                Add(sums, from, to, new(first, logRate1), new(second, logRate2), logit);
                pieces[piece] = sums;
            }
        );
        var total = new MixtureDerivatives();
        foreach (var sums in pieces)
            if (sums is not null)
                total.Add(sums);
        total.Finish(constant);
        return total;
    }

    /// <summary>Different counts, ascending, and the row of each point in them. Points are in the order of their counts.</summary>
    internal static (int[] Different, int[] Row) Rows(ReadOnlySpan<int> counts)
    {
        var (different, row) = (new List<int>(), new int[counts.Length]);
        for (var i = 0; i < counts.Length; i++)
        {
            if (i == 0 || counts[i] != counts[i - 1])
                different.Add(counts[i]);
            row[i] = different.Count - 1;
        }

        return ([.. different], row);
    }

    private void Add(double[] sums, int from, int to, MixtureComponent one, MixtureComponent two, double logit)
    {
        var counts = points.Counts;
        var expected = points.Expected;
        var weights = points.Weights;
        // ln P and ln(1 − P) without loss at either end.
        var (logShare, logRest) = (-LogOnePlusExp(-logit), -LogOnePlusExp(logit));
        var (share, rest) = (Math.Exp(logShare), Math.Exp(logRest));
        Span<double> g1 = stackalloc double[Size];
        Span<double> g2 = stackalloc double[Size];
        Span<double> slope = stackalloc double[Size];
        for (var i = from; i < to; i++)
        {
            var (n, e, w) = (counts[i], expected[i], weights[i]);
            one.Evaluate(row[i], n, e, truncation);
            two.Evaluate(row[i], n, e, truncation);
            var (l1, l2) = (logShare + one.Log, logRest + two.Log);
            var higher = Math.Max(l1, l2);
            var (r1, r2) = (Math.Exp(l1 - higher), Math.Exp(l2 - higher));
            var both = r1 + r2;
            sums[0] -= w * (higher + Math.Log(both));
            (r1, r2) = (r1 / both, r2 / both);
            (g1[0], g1[1], g1[4]) = (one.ByShape, one.ByRate, rest);
            (g2[2], g2[3], g2[4]) = (two.ByShape, two.ByRate, -share);
            Accumulate(sums, w, r1, r2, g1, g2, slope, one, two, share * rest);
            if (truncation != ZeroTruncation.Joint)
                continue;

            // ln of what the mixture leaves to counts above 0, subtracted: M = P f1(0) + (1 − P) f2(0).
            var left = -((share * one.ZeroMinusOne) + (rest * two.ZeroMinusOne));
            var (m1, m2) = (share * (one.ZeroMinusOne + 1) / left, rest * (two.ZeroMinusOne + 1) / left);
            sums[0] += w * Math.Log(left);
            (g1[0], g1[1], g1[4]) = (one.ZeroByShape, one.ZeroByRate, rest);
            (g2[2], g2[3], g2[4]) = (two.ZeroByShape, two.ZeroByRate, -share);
            AccumulateZero(sums, w, m1, m2, g1, g2, slope, one, two, share * rest);
        }
    }

    /// <summary>Derivatives of −w ln(r1 + r2) where r are the normalised terms with log-gradients g and Hessians of the components.</summary>
    private static void Accumulate(
        double[] sums,
        double w,
        double r1,
        double r2,
        Span<double> g1,
        Span<double> g2,
        Span<double> slope,
        MixtureComponent one,
        MixtureComponent two,
        double spread
    )
    {
        for (var j = 0; j < Size; j++)
        {
            slope[j] = (r1 * g1[j]) + (r2 * g2[j]);
            sums[1 + j] -= w * slope[j];
        }

        var at = 1 + Size;
        for (var j = 0; j < Size; j++)
        for (var k = 0; k <= j; k++)
            sums[at++] -= w * ((r1 * g1[j] * g1[k]) + (r2 * g2[j] * g2[k]) - (slope[j] * slope[k]));
        at = 1 + Size;
        sums[at] -= w * r1 * one.ByShapeShape;
        sums[at + 1] -= w * r1 * one.ByShapeRate;
        sums[at + 2] -= w * r1 * one.ByRateRate;
        sums[at + 5] -= w * r2 * two.ByShapeShape;
        sums[at + 8] -= w * r2 * two.ByShapeRate;
        sums[at + 9] -= w * r2 * two.ByRateRate;
        sums[at + 14] += w * spread * (r1 + r2);
    }

    /// <summary>Derivatives of +w ln(1 − M), M = m1 + m2 relative to 1 − M.</summary>
    private static void AccumulateZero(
        double[] sums,
        double w,
        double m1,
        double m2,
        Span<double> g1,
        Span<double> g2,
        Span<double> slope,
        MixtureComponent one,
        MixtureComponent two,
        double spread
    )
    {
        for (var j = 0; j < Size; j++)
        {
            slope[j] = (m1 * g1[j]) + (m2 * g2[j]);
            sums[1 + j] -= w * slope[j];
        }

        var at = 1 + Size;
        for (var j = 0; j < Size; j++)
        for (var k = 0; k <= j; k++)
            sums[at++] -= w * ((m1 * g1[j] * g1[k]) + (m2 * g2[j] * g2[k]) + (slope[j] * slope[k]));
        at = 1 + Size;
        sums[at] -= w * m1 * one.ZeroByShape;
        sums[at + 1] -= w * m1 * one.ZeroByShapeRate;
        sums[at + 2] -= w * m1 * one.ZeroByRateRate;
        sums[at + 5] -= w * m2 * two.ZeroByShape;
        sums[at + 8] -= w * m2 * two.ZeroByShapeRate;
        sums[at + 9] -= w * m2 * two.ZeroByRateRate;
        sums[at + 14] += w * spread * (m1 + m2);
    }

    private static double LogOnePlusExp(double x) =>
        x > 0 ? x + GammaFunctions.LogOnePlus(Math.Exp(-x)) : GammaFunctions.LogOnePlus(Math.Exp(x));
}
