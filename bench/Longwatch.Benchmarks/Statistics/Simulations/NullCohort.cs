using Longwatch.Statistics.Distributions;
using Longwatch.Statistics.Hazards;
using Longwatch.Statistics.Random;

namespace Longwatch.Benchmarks.Statistics.Simulations;

/// <summary>A cohort followed for 1 to 15 years in which the marker has nothing to do with the event.</summary>
internal sealed record NullCohort(double[] Marker, double[] Times, bool[] Observed)
{
    internal const int Cases = 38;

    /// <summary>A tenth of 42,500: with as many events the risk sets differ by less than the events do, and a run takes a tenth of the time.</summary>
    internal const int People = 4_250;

    private const double MeanFollowUp = 8;

    /// <param name="share">Of those with the marker.</param>
    internal static NullCohort Draw(Philox random, int people, double share)
    {
        var (marker, times, observed) = (Binary(random, share, people), new double[people], new bool[people]);
        var mean = people * MeanFollowUp / Cases;
        for (var i = 0; i < people; i++)
        {
            var end = 1 + (14 * random.NextDouble());
            var onset = random.NextExponential() * mean;
            observed[i] = onset < end;
            times[i] = Math.Min(onset, end);
        }

        return new(marker, times, observed);
    }

    internal static double[] Binary(Philox random, double share, int people = People)
    {
        var values = new double[people];
        for (var i = 0; i < people; i++)
            values[i] = random.NextDouble() < share ? 1 : 0;
        return values;
    }

    internal static double[] Normal(Philox random, int people = People)
    {
        var values = new double[people];
        for (var i = 0; i < people; i++)
            values[i] = random.NextNormal();
        return values;
    }

    internal CoxData Data(params double[][] columns) => new(columns, Times, Observed);

    /// <summary>The rows named, with the marker.</summary>
    internal CoxData Of(int[] rows) =>
        new([Array.ConvertAll(rows, i => Marker[i])], Array.ConvertAll(rows, i => Times[i]), Array.ConvertAll(rows, i => Observed[i]));

    internal static double TwoSided(double z) => 2 * NormalDistribution.Survival(Math.Abs(z));
}
