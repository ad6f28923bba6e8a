using System.Collections.Immutable;
using Longwatch.Domain.Evidence;
using Longwatch.Evaluation.Published;
using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation;

/// <summary>How many covariates a risk model on so many events carries.</summary>
/// <param name="Outcome">What the events are, in words.</param>
internal sealed record EventCount(string Outcome, int Events, params ImmutableArray<string> Sources);

/// <summary>Events per covariate: how many pre-specified covariates the number of events allows, for each assumed number per covariate.</summary>
internal static class CovariateBudget
{
    public static ReportTable Table(ImmutableArray<EventCount> outcomes, PublishedEvidence assumptions) =>
        new(
            "data-quality-covariates",
            "Pre-specified covariates that the number of events carries in a risk model without penalty",
            [
                new("outcome", "Outcome"),
                new("events", "Events", 0),
                new("events_per_covariate", "Events per covariate", 0),
                new("covariates", "Covariates", 0),
            ],
            [
                .. outcomes.SelectMany(o =>
                    AssumptionGrid
                        .Of(assumptions, AssumptionGrid.EventsPerCovariate)
                        .Select(a => new TableRow(
                            [o.Outcome, o.Events, a.Value, Carried(o.Events, a.Value)],
                            null,
                            [.. o.Sources.IsDefault ? [] : o.Sources, a.Provenance.Key]
                        ))
                ),
            ]
        );

    public static Estimate Estimate(EventCount outcome, PublishedEvidence assumptions)
    {
        const string id = "data-quality-covariates";
        var label = $"Pre-specified covariates that {outcome.Outcome} carry";
        if (AssumptionGrid.Of(assumptions, AssumptionGrid.EventsPerCovariate) is not [var fewest, ..] grid)
            return Estimates.NoData(id, label, Unit.Count, $"assumptions.csv does not give {AssumptionGrid.EventsPerCovariate}.");
        var most = grid[^1];
        return Estimates.Value(
            new(
                id,
                label,
                $"{outcome.Events} events at {Phrase.Number(fewest.Value)} to {Phrase.Number(most.Value)} events per covariate. More is penalised modelling or hypothesis generation, not estimation.",
                [.. outcome.Sources.IsDefault ? [] : outcome.Sources, .. grid.Select(a => a.Provenance.Key)]
            ),
            Carried(outcome.Events, fewest.Value),
            Unit.Count,
            "Events per covariate",
            new IntervalEstimate("bounds", null, Carried(outcome.Events, most.Value), Carried(outcome.Events, fewest.Value))
        );
    }

    /// <summary>For example <c>a risk model on 38 events (suspected cases) carries 2 to 4 pre-specified covariates</c>.</summary>
    public static string Sentence(EventCount outcome, PublishedEvidence assumptions)
    {
        if (AssumptionGrid.Of(assumptions, AssumptionGrid.EventsPerCovariate) is not [var fewest, ..] grid)
            return $"how many covariates a risk model on {Phrase.Counted(outcome.Events, "event")} ({outcome.Outcome}) carries depends on {AssumptionGrid.EventsPerCovariate}, which the data set does not give";
        var (low, high) = (Carried(outcome.Events, grid[^1].Value), Carried(outcome.Events, fewest.Value));
        var most = low == high ? Phrase.Number(low) : $"{Phrase.Number(low)} to {Phrase.Number(high)}";
        return $"a risk model on {Phrase.Counted(outcome.Events, "event")} ({outcome.Outcome}) carries {most} pre-specified {(high == 1 ? "covariate" : "covariates")}";
    }

    /// <summary>The most covariates that so many events carry; null when the data set does not say how many events one needs.</summary>
    public static double? Most(int events, PublishedEvidence assumptions) =>
        AssumptionGrid.Of(assumptions, AssumptionGrid.EventsPerCovariate) is [var fewest, ..] ? Carried(events, fewest.Value) : null;

    /// <summary>To the nearest whole number: a rule of thumb has no more digits than that.</summary>
    private static double Carried(int events, double perCovariate) => Math.Round(events / perCovariate, MidpointRounding.AwayFromZero);
}
