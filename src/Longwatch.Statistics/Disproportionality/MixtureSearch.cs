using Longwatch.Statistics.Regression;

namespace Longwatch.Statistics.Disproportionality;

/// <summary>Where a search ended.</summary>
internal readonly record struct MixtureEnd(GammaMixture Prior, double Value, OptimumStatus Status, double Gradient);

/// <summary>Damped Newton steps (Levenberg, Marquardt) down the negative log-likelihood of the prior, in the logarithms of its parameters.</summary>
internal static class MixtureSearch
{
    private const int MostSteps = 300;

    /// <summary>Longest step in any logarithm.</summary>
    private const double Reach = 2;

    private const double SmallestShape = 1e-5;
    private const double LargestShape = 1e5;
    private const double SmallestShare = 1e-7;

    public static MixtureEnd Run(MixtureLikelihood likelihood, GammaMixture start, int mostSteps = MostSteps)
    {
        double[] at =
        [
            Math.Log(start.Shape1),
            Math.Log(start.Rate1),
            Math.Log(start.Shape2),
            Math.Log(start.Rate2),
            Math.Log(start.Share / (1 - start.Share)),
        ];
        var here = likelihood.At(at);
        var damping = 1e-3;
        for (var i = 0; i < mostSteps && damping < 1e12; i++)
        {
            if (Boundary(at) is { } boundary)
                return End(boundary);
            if (Step(here, damping) is not { } move)
            {
                damping = Math.Max(1e-3, damping * 10);
                continue;
            }

            var longest = move.Max(Math.Abs);
            var scale = Math.Min(1, Reach / longest);
            double[] next = [.. at.Select((x, j) => x + (scale * move[j]))];
            var there = likelihood.At(next);
            // At the minimum the value no longer changes beyond its rounding; the gradient decides there.
            var settled = longest < 1e-7 && there.Value <= here.Value + (1e-13 * Math.Abs(here.Value));
            if (!(there.Value < here.Value || settled))
            {
                if (longest < 1e-7)
                    return End(Kind(here));
                damping = Math.Max(1e-6, damping * 8);
                continue;
            }

            (at, here) = (next, there);
            damping = damping < 1e-9 ? 0 : damping / 10;
            if (settled && damping < 1e-6)
                return End(Kind(here));
        }

        return End(OptimumStatus.NotConverged);

        MixtureEnd End(OptimumStatus status)
        {
            var prior = new GammaMixture(Math.Exp(at[0]), Math.Exp(at[1]), Math.Exp(at[2]), Math.Exp(at[3]), 1 / (1 + Math.Exp(-at[4])));
            return new(prior.Ordered(), here.Value, status, here.LargestGradient);
        }
    }

    private static OptimumStatus Kind(MixtureDerivatives here) =>
        Positive.Factor(here.Hessian) is null ? OptimumStatus.NotConverged : OptimumStatus.Interior;

    private static OptimumStatus? Boundary(double[] at)
    {
        var (first, second) = (at[0], at[2]);
        if (Math.Min(first, second) < Math.Log(SmallestShape))
            return OptimumStatus.ShapeAtZero;
        if (Math.Max(first, second) > Math.Log(LargestShape))
            return OptimumStatus.ShapeAtInfinity;
        return Math.Abs(at[4]) > -Math.Log(SmallestShare) ? OptimumStatus.ShareAtBoundary : null;
    }

    /// <summary>The step that solves (H + damping · diag|H|) x = −g; null when that matrix is not positive definite.</summary>
    private static double[]? Step(MixtureDerivatives here, double damping)
    {
        var matrix = (double[,])here.Hessian.Clone();
        for (var j = 0; j < MixtureLikelihood.Size; j++)
            matrix[j, j] += damping * Math.Max(Math.Abs(matrix[j, j]), 1e-10);
        var move = Positive.Factor(matrix)?.Solve(here.Gradient);
        for (var j = 0; move is not null && j < move.Length; j++)
            move[j] = -move[j];
        return move;
    }
}
