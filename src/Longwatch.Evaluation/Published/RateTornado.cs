using System.Collections.Immutable;
using Longwatch.Domain.Evidence;
using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation.Published;

/// <summary>One assumption moved over its range while all others stay at the base case.</summary>
internal sealed record TornadoBar(
    string Factor,
    (string Words, double Ratio) Low,
    (string Words, double Ratio) High,
    ImmutableArray<string> Sources
);

/// <summary>How far each assumption alone moves observed over expected.</summary>
internal static class RateTornado
{
    /// <summary>Widest bar first; empty without a grid.</summary>
    public static ImmutableArray<TornadoBar> Bars(RateScenario scenario, PublishedEvidence evidence, double level)
    {
        if (!scenario.HasGrid)
            return [];
        var (follow, background) = (scenario.FollowUp.Middle(), scenario.Background.Middle());
        var atBase = scenario.ObservedExpected(follow.Value, background.Value, level);
        double Ratio(double years, double rate) => scenario.Cases / (scenario.PersonYears(years) * rate / RateScenario.Per);
        List<TornadoBar> bars =
        [
            new(
                "Mean follow-up (years)",
                (Phrase.Exact(scenario.FollowUp[^1].Value), Ratio(scenario.FollowUp[^1].Value, background.Value)),
                (Phrase.Exact(scenario.FollowUp[0].Value), Ratio(scenario.FollowUp[0].Value, background.Value)),
                [.. scenario.FollowUp.Select(a => a.Provenance.Key)]
            ),
            new(
                "Background per 100,000 person-years",
                (Phrase.Exact(scenario.Background[^1].Value), Ratio(follow.Value, scenario.Background[^1].Value)),
                (Phrase.Exact(scenario.Background[0].Value), Ratio(follow.Value, scenario.Background[0].Value)),
                [.. scenario.Background.Select(a => a.Provenance.Key)]
            ),
            new(
                $"Chance ({Phrase.Exact(100 * level)} % interval of the count)",
                ("lower limit", atBase.Garwood.Lower),
                ("upper limit", atBase.Garwood.Upper),
                []
            ),
        ];
        var byAge = evidence
            .BackgroundRates.Where(r => r.Provenance.Counts && r.AgeGroup is not null && r.RatePer100000 > 0)
            .OrderBy(r => r.RatePer100000)
            .ToArray();
        if (byAge.Length > 1)
            bars.Add(
                new(
                    "Age of the treated (background by age)",
                    (Age(byAge[^1]), Ratio(follow.Value, byAge[^1].RatePer100000!.Value)),
                    (Age(byAge[0]), Ratio(follow.Value, byAge[0].RatePer100000!.Value)),
                    [.. byAge.Select(r => r.Provenance.Key)]
                )
            );
        if (AssumptionGrid.Of(evidence, AssumptionGrid.AfterLymphoma) is [var excess, ..])
            bars.Add(
                new(
                    "Comparator",
                    ("people after B-cell lymphoma", Ratio(follow.Value, background.Value * excess.Value)),
                    ("general population", Ratio(follow.Value, background.Value)),
                    [excess.Provenance.Key]
                )
            );
        if (scenario.Reporting.Length > 1)
            bars.Add(
                new(
                    "Share of cases reported",
                    ($"{Phrase.Exact(100 * scenario.Reporting[^1].Value)} %", atBase.Ratio / scenario.Reporting[^1].Value),
                    ($"{Phrase.Exact(100 * scenario.Reporting[0].Value)} %", atBase.Ratio / scenario.Reporting[0].Value),
                    [.. scenario.Reporting.Select(a => a.Provenance.Key)]
                )
            );
        return
        [
            .. bars.OrderByDescending(b => b.High.Ratio / Math.Max(b.Low.Ratio, double.Epsilon))
                .ThenBy(b => b.Factor, StringComparer.Ordinal),
        ];
    }

    public static ReportTable Table(ImmutableArray<TornadoBar> bars, RateScenario? scenario) =>
        new(
            "rates-tornado",
            scenario is { HasGrid: true }
                ? "Observed over expected when one assumption moves over its range; the others stay at mean follow-up "
                    + $"{Phrase.Years(scenario.FollowUp.Middle().Value)}, background {Phrase.Exact(scenario.Background.Middle().Value)} "
                    + "per 100,000 person-years, full reporting"
                : "Observed over expected when one assumption moves over its range",
            [
                new("factor", "Assumption"),
                new("at_low", "Lowest ratio at"),
                new("low", "Lowest ratio", 1),
                new("at_high", "Highest ratio at"),
                new("high", "Highest ratio", 1),
            ],
            [.. bars.Select(b => new TableRow([b.Factor, b.Low.Words, b.Low.Ratio, b.High.Words, b.High.Ratio], null, b.Sources))]
        );

    private static string Age(BackgroundRate rate) => $"{rate.AgeGroup} years: {Phrase.Exact(rate.RatePer100000!.Value)}";
}
