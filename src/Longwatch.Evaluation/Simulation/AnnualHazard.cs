using System.Collections.Immutable;

namespace Longwatch.Evaluation.Simulation;

/// <summary>A hazard that is constant within each year since infusion; the last value holds for ever.</summary>
internal sealed class AnnualHazard(ImmutableArray<double> perYear)
{
    /// <summary>The time after <paramref name="from"/> at which factor × the cumulative hazard since then reaches the target; infinite when it never does.</summary>
    internal double TimeOf(double target, double from, double factor)
    {
        var time = from;
        for (var year = (int)Math.Min(from, perYear.Length - 1); ; year++)
        {
            var last = year >= perYear.Length - 1;
            var hazard = factor * perYear[last ? perYear.Length - 1 : year];
            var width = last ? double.PositiveInfinity : year + 1 - time;
            if (hazard > 0 && target <= hazard * width)
                return time + (target / hazard);
            if (last)
                return double.PositiveInfinity;
            target -= hazard * width;
            time = year + 1;
        }
    }
}
