using Longwatch.Statistics.Numerics;

namespace Longwatch.Statistics.Regression;

/// <summary>Where the profile of the (penalised) likelihood of one coefficient has fallen by a given amount.</summary>
/// <remarks>
/// Newton's method for all coefficients and the limit at once (Venzon and Moolgavkar (1988) Appl Stat 37:87), from the quadratic approximation at the maximum.
/// Where it does not settle, the profile itself is followed outward, each maximum started at the last, and its root found by Newton's method in a bracket:
/// the slope of the profile is the score of the held coefficient.
/// </remarks>
internal sealed class LikelihoodProfile(LogisticSearch search, LikelihoodPoint maximum, PenaltyCurvature learned)
{
    private const int MostSteps = 25;
    private const double LongestStep = 5;

    /// <summary>The place where the profile crosses, on one side of the estimate.</summary>
    /// <param name="drop">Fall of the logarithm of the likelihood: half the quantile of chi-squared.</param>
    /// <param name="side">−1 or 1.</param>
    /// <returns>Infinite where the profile does not fall far enough.</returns>
    public double Limit(int column, int side, double drop) =>
        Together(column, side, maximum.LogLikelihood - drop) ?? Outward(column, side, maximum.LogLikelihood - drop);

    private double? Together(int column, int side, double target)
    {
        var curvature = learned.Copy();
        var here = maximum;
        var unit = new double[maximum.Beta.Length];
        unit[column] = 1;
        var tried = new double[unit.Length];
        for (var step = 0; step < MostSteps; step++)
        {
            if (curvature.Step(here, here.Score, []) is not { } gain || curvature.Step(here, unit, []) is not { } slope)
                return null;
            var square = 2 * (here.LogLikelihood - target + (Dot(gain, here.Score) / 2)) / slope[column];
            if (!(square >= 0))
                return null;
            var multiplier = side * Math.Sqrt(square);
            var move = new double[unit.Length];
            for (var j = 0; j < move.Length; j++)
                move[j] = gain[j] + (multiplier * slope[j]);
            var longest = search.Likelihood.LargestShift(move);
            var size = 0.0;
            for (var j = 0; j < move.Length; j++)
                size = Math.Max(size, move[j] * move[j] * here.Information[j, j]);
            // The limit is stationary in the other coefficients: their remaining error of 1e-6 enters squared.
            if (size < 1e-12 && Math.Abs(here.LogLikelihood - target) < 1e-6)
                return side * (here.Beta[column] - maximum.Beta[column]) > 0 ? here.Beta[column] + move[column] : null;
            var scale = Math.Min(1, LongestStep / Math.Max(LongestStep, longest));
            for (var j = 0; j < move.Length; j++)
                tried[j] = here.Beta[j] + (scale * move[j]);
            if (search.Likelihood.At(tried) is not { } next)
                return null;
            curvature.Learn(here, next);
            here = next;
        }

        return null;
    }

    private double Outward(int column, int side, double target)
    {
        var held = new bool[maximum.Beta.Length];
        held[column] = true;
        var curvature = learned.Copy();
        var (here, inner) = (maximum, maximum.Beta[column]);
        var step = Math.Sqrt(2 * (maximum.LogLikelihood - target) / maximum.Information[column, column]);
        for (var i = 0; i < 60; i++, step *= 1.6)
        {
            var outer = inner + (side * step);
            if (At(outer) is not { } point)
                return side * double.PositiveInfinity;
            here = point;
            if (point.LogLikelihood < target)
                return BracketedNewton.Solve(
                    value =>
                    {
                        if (At(value) is not { } found)
                            return (double.NegativeInfinity, -side);
                        here = found;
                        return (found.LogLikelihood - target, found.Score[column]);
                    },
                    new(Math.Min(inner, outer), Math.Max(inner, outer)),
                    outer - ((point.LogLikelihood - target) / point.Score[column]),
                    rising: side < 0
                );
            inner = outer;
        }

        return side * double.PositiveInfinity;

        LikelihoodPoint? At(double value)
        {
            var start = (double[])here.Beta.Clone();
            start[column] = value;
            return search.Maximum(start, held, curvature, LogisticSearch.ForLikelihood).Point;
        }
    }

    private static double Dot(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var j = 0; j < a.Length; j++)
            sum += a[j] * b[j];
        return sum;
    }
}
