using Longwatch.Statistics.Random;
using Longwatch.Statistics.Survival;

namespace Longwatch.Benchmarks.Coverage;

/// <summary>Pointwise intervals of Kaplan–Meier and Aalen–Johansen under constant competing hazards and uniform censoring.</summary>
internal static class SurvivalCoverage
{
    internal const ulong Seed = 20240411;
    private const int Samples = 20_000;
    private const double Year = 365.25;
    private const int Horizon = 730;
    private const double HorizonYears = Horizon / Year;

    internal static IEnumerable<SimulatedCoverage> Rows()
    {
        // Per year: cause of interest, competing death. The last line is near what is seen of secondary T-cell malignancies.
        (int Subjects, double Cause, double Death)[] settings =
        [
            (200, 0.10, 0.40),
            (1000, 0.02, 0.40),
            (5000, 0.002, 0.40),
            (40_000, 0.0005, 0.30),
        ];
        foreach (var (subjects, cause, death) in settings)
        {
            var samples = subjects > 10_000 ? 2_000 : Samples;
            var incidence = cause / (cause + death) * (1 - Math.Exp(-HorizonYears * (cause + death)));
            var aalen = new (double, double)?[samples];
            var gray = new (double, double)?[samples];
            var kaplan = new (double, double)?[samples];
            Parallel.For(
                0,
                samples,
                sample =>
                {
                    var (days, outcomes) = Draw(subjects, cause, death, (ulong)sample);
                    aalen[sample] = Incidence(AalenJohansen.EstimateDays(days, outcomes, 1, IncidenceVariance.Jackknife));
                    gray[sample] = Incidence(AalenJohansen.EstimateDays(days, outcomes, 1, IncidenceVariance.Gray));
                    var curve = KaplanMeier.EstimateDays(days, [.. outcomes.Select(o => o == 2)]);
                    kaplan[sample] = curve.TryInterval(Horizon, CoverageStudy.Level, ProbabilityTransform.LogLog, out var i)
                        ? (i.Lower, i.Upper)
                        : null;
                }
            );
            var setting = $"n = {subjects}, {cause} and {death} per year, followed 1 to 4 years, at day {Horizon}";
            yield return SimulatedCoverage.Of("Aalen–Johansen, log(−log), jackknife", setting, incidence, aalen);
            yield return SimulatedCoverage.Of("Aalen–Johansen, log(−log), Gray", setting, incidence, gray);
            yield return SimulatedCoverage.Of("Kaplan–Meier, log(−log), Greenwood", setting, Math.Exp(-HorizonYears * death), kaplan);
        }
    }

    private static (double, double)? Incidence(CumulativeIncidence estimate) =>
        estimate.TryInterval(Horizon, CoverageStudy.Level, ProbabilityTransform.LogLog, out var i) ? (i.Lower, i.Upper) : null;

    private static (int[] Days, byte[] Outcomes) Draw(int subjects, double cause, double death, ulong sample)
    {
        var random = new Philox(Seed, sample);
        var days = new int[subjects];
        var outcomes = new byte[subjects];
        for (var i = 0; i < subjects; i++)
        {
            var event1 = random.NextExponential() / cause;
            var event2 = random.NextExponential() / death;
            var end = 1 + (3 * random.NextDouble());
            var first = Math.Min(end, Math.Min(event1, event2));
            // An event on day d happened in (d - 1, d]: the truth at a whole number of days is then exact.
            days[i] = (int)Math.Ceiling(first * Year);
            outcomes[i] =
                first == end ? (byte)0
                : event1 < event2 ? (byte)1
                : (byte)2;
        }

        return (days, outcomes);
    }
}
