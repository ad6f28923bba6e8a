using System.Collections.Immutable;
using Longwatch.Evaluation.Analyses;
using Longwatch.Evaluation.Report;
using Longwatch.Statistics.Heterogeneity;
using Longwatch.Statistics.Onset;
using Longwatch.Statistics.Rates;

namespace Longwatch.Evaluation.Cohorts;

/// <summary>Hazard of a secondary T-cell malignancy by time since infusion: events and person-years by band.</summary>
internal sealed record OnsetBands(int[] Events, double[] PersonYears)
{
    private static readonly (string Label, double FromMonths, double ToMonths)[] Bands =
    [
        ("0–3 months", 0, 3),
        ("3–6 months", 3, 6),
        ("6–12 months", 6, 12),
        ("1–2 years", 12, 24),
        ("2–3 years", 24, 36),
        ("3–5 years", 36, 60),
        ("5–10 years", 60, 120),
        ("10 years and more", 120, double.PositiveInfinity),
    ];

    public static ImmutableArray<double> FromMonths { get; } = [.. Bands.Select(b => b.FromMonths)];

    public EqualHazardTest Test => PiecewiseHazard.TestEqual(Events, PersonYears);

    /// <summary>At risk from infusion to the first event or the end of follow-up. Day d of an event belongs to the band with from &lt; d ≤ to (day 0: first band).</summary>
    public static OnsetBands Of(CohortOutcomes outcomes)
    {
        var events = new int[Bands.Length];
        var days = new double[Bands.Length];
        for (var i = 0; i < outcomes.Days.Length; i++)
        {
            var exit = outcomes.Days[i];
            for (var b = 0; b < Bands.Length; b++)
            {
                var (from, to) = (Bands[b].FromMonths * CalendarTime.DaysPerMonth, Bands[b].ToMonths * CalendarTime.DaysPerMonth);
                if (b > 0 && exit <= from)
                    break;
                days[b] += Math.Min(exit, to) - from;
                if (exit <= to && outcomes.Outcomes[i] == CohortOutcomes.Event)
                    events[b]++;
            }
        }

        // A diagnosis on the day of infusion with nobody followed further has an event without person-time: half a day each makes the rate finite.
        if (events[0] > 0 && days[0] == 0)
            days[0] = 0.5 * events[0];
        return new(events, [.. days.Select(d => d / CalendarTime.DaysPerYear)]);
    }

    public ReportTable Table(double level)
    {
        var rows = ImmutableArray.CreateBuilder<TableRow>();
        for (var b = 0; b < Bands.Length; b++)
        {
            if (PersonYears[b] <= 0)
                continue;
            var limits = PoissonInterval.Garwood(Events[b], level).Scale(100_000 / PersonYears[b]);
            rows.Add(new([Bands[b].Label, Events[b], PersonYears[b], Events[b] / PersonYears[b] * 100_000, limits.Lower, limits.Upper]));
        }

        return new(
            "onset-hazard-bands",
            "Secondary T-cell malignancies per 100,000 person-years by time since infusion",
            [
                new("band", "Time since infusion"),
                new("events", "Events", 0),
                new("person_years", "Person-years", 1),
                new("rate", "Per 100,000 person-years", 1),
                new("lower", "Lower limit", 1),
                new("upper", "Upper limit", 1),
            ],
            rows.ToImmutable()
        );
    }

    /// <summary>The likelihood-ratio test; where a band expects fewer than five events its exact p, given the total, in place of χ².</summary>
    public Estimate TestEstimate(ulong seed)
    {
        if (Test is { Status: EqualHazardStatus.Tested, SmallestExpected: < Diagnose.FewestExpected } sparse)
            return Exact(sparse, seed);
        return Test is { Status: EqualHazardStatus.Tested } test
            ? Estimates.Value(
                new(
                    "onset-equal-hazards",
                    "p value: the hazard is the same in all bands of time since infusion",
                    $"The smallest expected count is {Phrase.Number(test.SmallestExpected)}."
                ),
                test.PValue,
                Unit.Probability,
                $"Likelihood-ratio test, piecewise-constant Poisson, χ² = {Phrase.Number(test.Statistic)} on {test.DegreesOfFreedom} degrees of freedom"
            )
            : Estimates.NoData(
                "onset-equal-hazards",
                "p value: the hazard is the same in all bands of time since infusion",
                Unit.Probability,
                "There is no event, or follow-up lies in one band only."
            );
    }

    /// <summary>Whether the χ² can be believed.</summary>
    public IEnumerable<AnalysisDiagnostic> Diagnostics(ulong seed)
    {
        if (Test is { Status: EqualHazardStatus.Tested, SmallestExpected: < Diagnose.FewestExpected })
            yield return Diagnose.MonteCarlo(
                ExactTest(seed) is { Method: ExactMethod.MonteCarlo } drawn ? drawn.StandardError.ByLikelihoodRatio : 0
            );
        yield return Diagnose.AtLeast(
            "fewest_expected",
            "Smallest expected count of a band",
            Test is { Status: EqualHazardStatus.Tested } test ? test.SmallestExpected : null,
            Diagnose.FewestExpected,
            "below, the exact P stands in place of the χ²"
        );
        yield return Diagnose.AtLeast("bands", "Bands with person-time", PersonYears.Count(y => y > 0), 2);
    }

    private HomogeneityTest ExactTest(ulong seed)
    {
        var observed = Enumerable.Range(0, Events.Length).Where(b => PersonYears[b] > 0).ToArray();
        return Homogeneity.Test(
            new([.. observed.Select(b => Events[b])], [.. observed.Select(b => PersonYears[b])]),
            HomogeneityEffort.WithSeed(seed)
        );
    }

    private Estimate Exact(EqualHazardTest test, ulong seed)
    {
        var exact = ExactTest(seed);
        return Estimates.Value(
            new(
                "onset-equal-hazards",
                "p value: the hazard is the same in all bands of time since infusion",
                $"The smallest expected count is {Phrase.Number(test.SmallestExpected)}: exact instead of χ²"
                    + (
                        exact.Method == ExactMethod.MonteCarlo
                            ? $", Monte Carlo standard error {Phrase.Number(exact.StandardError.ByLikelihoodRatio)}."
                            : "."
                    )
            ),
            exact.Exact.ByLikelihoodRatio,
            Unit.Probability,
            $"Likelihood ratio {Phrase.Number(test.Statistic)}, piecewise-constant Poisson, exact given the total (multinomial by person-years)"
        );
    }
}
