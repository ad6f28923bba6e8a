using Longwatch.Statistics.Regression;

namespace Longwatch.Statistics.Hazards;

/// <summary>The maximum of a concave log likelihood by Newton's method with halved steps, and what is amiss where there is none.</summary>
internal static class NewtonAscent
{
    private const int MostSteps = 60;

    /// <summary>A step below this is the last: the distance to the maximum is then of the order of its square.</summary>
    private const double Settled = 1e-7;

    /// <summary>The way up.</summary>
    /// <param name="Columns">Columns that are collinear, or along which the likelihood rises without end.</param>
    /// <param name="Start">At coefficients 0; null where the likelihood is not finite there.</param>
    /// <param name="End">Where the climb ended.</param>
    /// <param name="Coefficients">Of the end.</param>
    internal sealed record Climb(
        CoxStatus Status,
        int[] Columns,
        LikelihoodPoint? Start,
        LikelihoodPoint? End,
        double[] Coefficients,
        int Steps
    );

    /// <summary>Climbs from coefficients 0.</summary>
    /// <param name="range">Largest less smallest value of each column: a step times it is the change it makes to a log hazard ratio.</param>
    public static Climb Maximise(Func<double[], LikelihoodPoint?> likelihood, double[] range)
    {
        var at = new double[range.Length];
        if (likelihood(at) is not { } start)
            return new(CoxStatus.NotConverged, [], null, null, at, 0);
        if (Dependent(start) is { Length: > 0 } dependent)
            return new(CoxStatus.Collinear, dependent, start, start, at, 0);
        var (here, lastSize) = (start, double.PositiveInfinity);
        for (var step = 1; step <= MostSteps && range.Length > 0; step++)
        {
            if (Positive.Factor(here.Information) is not { } factor)
                return new(CoxStatus.MonotoneLikelihood, Rising(at, range), start, here, at, step - 1);
            var move = factor.Solve(here.Score);
            var (size, gain) = Measure(move, here.Score);
            // Far out on a slope that levels off the gain vanishes while the steps stay as they are; at a maximum they shrink with it.
            var reach = Reach(move, range);
            if (gain < 1e-9 && reach.Max() > 1e-3 && size > 0.25 * lastSize)
                return new(CoxStatus.MonotoneLikelihood, Where(reach, r => r > 1e-3), start, here, at, step - 1);
            if (Climbed(likelihood, here, at, move) is not { } next)
                return new(CoxStatus.NotConverged, [], start, here, at, step - 1);
            (at, here) = next;
            if (size <= Settled)
                return new(CoxStatus.Estimated, [], start, here, at, step);
            lastSize = size;
        }

        return range.Length == 0
            ? new(CoxStatus.Estimated, [], start, here, at, 0)
            : new(CoxStatus.NotConverged, [], start, here, at, MostSteps);
    }

    /// <summary>What the start alone tells: whether there is an event, and whether the columns can be told apart.</summary>
    public static Climb AtStart(PartialLikelihood likelihood, CoxSample sample)
    {
        var at = new double[sample.Width];
        if (sample.Groups == 0)
            return new(CoxStatus.NoEvents, [], null, null, at, 0);
        if (likelihood.Evaluate(at) is not { } start)
            return new(CoxStatus.NotConverged, [], null, null, at, 0);
        var dependent = Dependent(start);
        return new(dependent.Length > 0 ? CoxStatus.Collinear : CoxStatus.Estimated, dependent, start, start, at, 0);
    }

    private static (double[] At, LikelihoodPoint Point)? Climbed(
        Func<double[], LikelihoodPoint?> likelihood,
        LikelihoodPoint here,
        double[] at,
        double[] move
    )
    {
        for (var scale = 1.0; scale > 1e-10; scale /= 2)
        {
            var next = new double[at.Length];
            for (var j = 0; j < next.Length; j++)
                next[j] = at[j] + (scale * move[j]);
            if (likelihood(next) is { } point && point.LogLikelihood >= here.LogLikelihood - (1e-12 * Math.Abs(here.LogLikelihood)))
                return (next, point);
        }

        return null;
    }

    private static (double Size, double Gain) Measure(double[] move, double[] score)
    {
        double size = 0,
            gain = 0;
        for (var j = 0; j < move.Length; j++)
        {
            size = Math.Max(size, Math.Abs(move[j]));
            gain += move[j] * score[j];
        }

        return (size, gain);
    }

    private static double[] Reach(double[] move, double[] range)
    {
        var reach = new double[move.Length];
        for (var j = 0; j < reach.Length; j++)
            reach[j] = Math.Abs(move[j]) * range[j];
        return reach;
    }

    /// <summary>The columns whose coefficients have gone farthest when the information has run out.</summary>
    private static int[] Rising(double[] at, double[] range)
    {
        var reach = Reach(at, range);
        var most = reach.Max();
        return Where(reach, r => r > 0.5 * most);
    }

    private static int[] Where(double[] values, Func<double, bool> condition) =>
        [.. Enumerable.Range(0, values.Length).Where(j => condition(values[j]))];

    /// <summary>Columns that add nothing to those before them: their pivot in a Cholesky decomposition is rounding.</summary>
    private static int[] Dependent(LikelihoodPoint start)
    {
        var width = start.Score.Length;
        var (lower, dependent) = (new double[width, width], new List<int>());
        for (var j = 0; j < width; j++)
        {
            var pivot = start.Information[j, j];
            for (var k = 0; k < j; k++)
            {
                if (dependent.Contains(k))
                    continue;
                var sum = start.Information[j, k];
                for (var m = 0; m < k; m++)
                    sum -= lower[j, m] * lower[k, m];
                lower[j, k] = sum / lower[k, k];
                pivot -= lower[j, k] * lower[j, k];
            }

            if (pivot > 1e-11 * start.Spread[j])
                lower[j, j] = Math.Sqrt(pivot);
            else
                dependent.Add(j);
        }

        return [.. dependent];
    }
}
