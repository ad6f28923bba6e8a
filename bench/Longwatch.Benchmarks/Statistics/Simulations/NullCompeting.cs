using Longwatch.Statistics.CompetingRisks;
using Longwatch.Statistics.Random;
using Longwatch.Statistics.Survival;

namespace Longwatch.Benchmarks.Statistics.Simulations;

/// <summary>Tests of a cumulative incidence where death competes.</summary>
internal static class NullCompeting
{
    private const int People = 1_500;
    private const double Death = 0.25;

    /// <summary>So that 38 events are expected among 1,500 people followed for 1 to 6 years.</summary>
    private const double Event = 0.0128;

    internal static IEnumerable<NullExperiment> All() =>
        [
            new(
                $"{People:#,0} people, 38 events expected, {Death:P0} die in a year, 30 % exposed",
                3_000,
                [
                    new("Gray's test"),
                    new("Gray's test, three groups"),
                    new("Fine–Gray, Wald"),
                    new("Fine–Gray as weighted Cox, Wald"),
                    new("pseudo-values, difference of incidence at 4 years, Wald"),
                    new("pseudo-values, ratio through cloglog at 4 years, Wald"),
                ],
                PValues
            ),
        ];

    private static double[] PValues(Philox random)
    {
        var (times, outcomes) = Draw(random, People, Event, Death);
        var marker = NullCohort.Binary(random, 0.3, People);
        var three = new int[People];
        for (var i = 0; i < People; i++)
            three[i] = random.NextBelow(3);
        double[][] columns = [.. marker.Select(m => new[] { m })];
        double[][] design = [.. marker.Select(m => new[] { 1, m })];
        var values = PseudoValues.Incidence(times, outcomes, 1, 4, PseudoValueMethod.InfinitesimalJackknife);
        return
        [
            GrayTest.Test(times, outcomes, Array.ConvertAll(marker, m => (int)m), 1).PValue,
            GrayTest.Test(times, outcomes, three, 1).PValue,
            FineGray.Fit(times, outcomes, columns).PValue(0),
            FineGray.Fit(times, outcomes, columns, new() { Method = FineGrayMethod.WeightedCox }).PValue(0),
            PseudoRegression.Fit(values, design, PseudoLink.Identity).PValue(1),
            PseudoRegression.Fit(values, design, PseudoLink.ComplementaryLogLog).PValue(1),
        ];
    }

    /// <summary>Constant hazards of the cause of interest and of death; end of follow-up uniform between 1 and 6 years.</summary>
    internal static (double[] Times, byte[] Outcomes) Draw(Philox random, int people, double cause, double death)
    {
        var (times, outcomes) = (new double[people], new byte[people]);
        for (var i = 0; i < people; i++)
        {
            var end = 1 + (5 * random.NextDouble());
            var any = random.NextExponential() / (cause + death);
            var first = random.NextDouble() < cause / (cause + death);
            times[i] = Math.Min(end, any);
            outcomes[i] =
                any >= end ? (byte)0
                : first ? (byte)1
                : (byte)2;
        }

        return (times, outcomes);
    }
}
