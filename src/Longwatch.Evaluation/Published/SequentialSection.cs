using System.Collections.Immutable;
using Longwatch.Domain.Evidence;
using Longwatch.Evaluation.Analyses;
using Longwatch.Evaluation.Report;
using Longwatch.Statistics.Sequential;

namespace Longwatch.Evaluation.Published;

/// <summary>What the dates of published counts allow to say of a sequential watch, and what is missing for more.</summary>
internal static class SequentialSection
{
    private const string Id = "sequential";

    internal static Section Build(PublishedEvidence evidence, EvaluationOptions options)
    {
        var choices = SequentialChoices.Of(evidence);
        var followUp = AssumptionGrid.Of(evidence, AssumptionGrid.FollowUp);
        var background = AssumptionGrid.Of(evidence, AssumptionGrid.Background);
        var dated = DatedCount.All(evidence);
        var usable =
            choices is null || followUp.IsEmpty || background.IsEmpty ? [] : dated.Where(d => d.Treated is not null).ToImmutableArray();
        var alpha = 1 - options.Level;
        var dates = Dates(dated);
        var grid = Grid(usable, followUp, background, choices, alpha);
        var latest = grid with
        {
            Id = "sequential-latest",
            Caption = "The same, of the latest evaluation alone",
            Rows = [.. grid.Rows.Where(r => r.Cells[0].Text == usable.LastOrDefault()?.Evaluation)],
        };
        return new(
            Cohorts.SequentialSection.Number,
            Id,
            Cohorts.SequentialSection.Title,
            Cohorts.SequentialSection.Question,
            Answer(evidence, dated, usable, grid, choices),
            [
                Estimates.NoData(
                    $"{Id}-first-signal",
                    "Month in which a monitor would first have signalled",
                    Unit.Months,
                    $"Cannot be estimated: cases by month of diagnosis and person-time by month are not published; there are {Phrase.Counted(dated.Length, "dated count")} of cases, {Phrase.Counted(dated.Count(d => d.Treated is not null), "of them", "of them")} with treated patients."
                ),
                .. usable.Select(d => Ratio(d, followUp.Middle(), background.Middle(), choices!, options.Level)),
            ],
            [dates, grid, latest],
            [
                new(
                    "sequential-latest-chart",
                    "Evidence against the background at the latest evaluation",
                    "Heat map: log10 of the e-value for each assumed mean follow-up and background rate; it signals from the logarithm of 1/α on.",
                    VegaLite.HeatMap(latest, "background", "mean_follow_up_years", "log10_e"),
                    latest.Id
                ),
            ],
            [
                "Cumulative cases and treated patients at each data lock; expected: treated × assumed mean follow-up × assumed background, as in section 5.",
                "E-process: likelihood ratio mixed over a gamma distribution of rate ratios above 1 (Ville 1939). It depends on the counts at the date alone and is valid at any date: where it reaches 1/α a watch would have signalled by then at the latest.",
                "MaxSPRT: log-likelihood ratio against the exact critical value for a surveillance as long as the expected count at that date (Kulldorff et al. 2011).",
            ],
            [
                $"Backgrounds under which more than {SequentialChoices.MostExpected:0} cases would be expected are left out: these methods are for rare disease.",
                "Not a risk estimate: cases are those reported by the data lock, and person-time and background are assumed; each row of the table is one assumption.",
                "The evaluations overlap: agencies count the same patients. They are not looks of one watch, and their e-values must not be multiplied.",
                "A count of treated patients that is a lower bound makes the expected count too small and the evidence look stronger.",
            ]
        )
        {
            Diagnostics = [("sequential-dated-counts", Diagnose.AtLeast("dated", "Dated counts with treated patients", usable.Length, 1))],
        };
    }

    private static ReportTable Dates(ImmutableArray<DatedCount> dated) =>
        new(
            "sequential-dates",
            "Dated counts of cases, and what a sequential watch lacks in each",
            [
                new("evaluation", "Evaluation"),
                new("data_lock", "Data lock"),
                new("cases", "Cases", 0),
                new("treated", "Treated patients", 0),
                new("treated_are", "Treated patients are"),
                new("missing", "Missing"),
            ],
            [
                .. dated.Select(d => new TableRow(
                    [
                        d.Evaluation,
                        d.DataLock.ToString(),
                        d.Cases.Value,
                        d.Treated?.Value,
                        d.Treated is null ? "not published" : $"{d.Treated.Qualifier.Words()}this number",
                        d.Treated is null ? "treated patients, person-time, months of diagnosis" : "person-time, months of diagnosis",
                    ],
                    null,
                    d.Sources
                )),
            ]
        );

    private static ReportTable Grid(
        ImmutableArray<DatedCount> usable,
        ImmutableArray<Assumption> followUp,
        ImmutableArray<Assumption> background,
        SequentialChoices? choices,
        double alpha
    ) =>
        new(
            "sequential-grid",
            "What a watch would have shown by each data lock at the latest, by assumed mean follow-up and background",
            [
                new("evaluation", "Evaluation"),
                new("data_lock", "Data lock"),
                new("mean_follow_up_years", "Mean follow-up assumed (years)", 1),
                new("background", "Background per 100,000 person-years", 1),
                new("cases", "Cases", 0),
                new("expected", "Expected", 2),
                new("log10_e", "log10 of the e-value", 1),
                new("e_signals", "E-process signals"),
                new("log_likelihood_ratio", "Log-likelihood ratio", 2),
                new("critical_value", "Critical value", 2),
                new("maxsprt_signals", "MaxSPRT signals"),
            ],
            [
                .. usable.SelectMany(d =>
                    followUp.SelectMany(f =>
                        background
                            .Where(b => d.Expected(f, b) <= SequentialChoices.MostExpected)
                            .Select(b =>
                            {
                                var expected = d.Expected(f, b);
                                var logE = PoissonEProcess.LogOneSided(d.Count, expected, choices!.Mixture);
                                var ratio = PoissonMaxSprt.LogLikelihoodRatio(d.Count, expected);
                                var boundary = PoissonMaxSprt.CriticalValue(new(expected, choices.MinimumCases), alpha);
                                // Without a boundary the least number of cases is already rarer than α.
                                var signals = d.Count >= choices.MinimumCases && ratio > (boundary.CriticalValue ?? 0);
                                return new TableRow(
                                    [
                                        d.Evaluation,
                                        d.DataLock.ToString(),
                                        f.Value,
                                        b.Value,
                                        d.Count,
                                        expected,
                                        logE / Math.Log(10),
                                        YesNo(EValues.Signals(logE, alpha)),
                                        ratio,
                                        boundary.CriticalValue,
                                        YesNo(signals),
                                    ],
                                    null,
                                    [.. d.Sources, f.Provenance.Key, b.Provenance.Key]
                                );
                            })
                    )
                ),
            ]
        );

    private static Estimate Ratio(DatedCount dated, Assumption followUp, Assumption background, SequentialChoices choices, double level)
    {
        var expected = dated.Expected(followUp, background);
        return Estimates.Value(
            new(
                $"{Id}-ratio-{dated.Evaluation.ToLowerInvariant()}",
                $"Observed over expected at {dated.DataLock} ({dated.Evaluation}), with an interval that holds at all looks",
                $"One cell of the grid: mean follow-up {Phrase.Years(followUp.Value)}, background {Phrase.Exact(background.Value)} per 100,000 person-years; not a risk estimate.",
                [.. dated.Sources, followUp.Provenance.Key, background.Provenance.Key]
            ),
            dated.Count / expected,
            Unit.Ratio,
            "Confidence sequence of the gamma mixture over the expected count",
            Estimates.Named("confidence sequence", level, PoissonEProcess.ConfidenceSequence(dated.Count, expected, choices.Mixture, level))
        ) with
        {
            Numerator = dated.Count,
            Denominator = expected,
        };
    }

    private static string Answer(
        PublishedEvidence evidence,
        ImmutableArray<DatedCount> dated,
        ImmutableArray<DatedCount> usable,
        ReportTable grid,
        SequentialChoices? choices
    )
    {
        const string missing = "When a watch would have signalled cannot be estimated, as cases and person-time by month are not published";
        if (usable.IsEmpty)
            return choices is null && dated.Any(d => d.Treated is not null)
                ? $"{missing}, and no count can be compared with an expectation: {SequentialChoices.Missing(evidence)}"
                : $"{missing}, and no dated evaluation has both cases and treated patients with an assumed follow-up and background.";
        var rows = usable.Select(d =>
        {
            var own = grid.Rows.Where(r => r.Cells[0].Text == d.Evaluation).ToArray();
            var signals = own.Count(r => r.Cells[7].Text == "yes");
            var said =
                own.Length == 0
                    ? $"more than {SequentialChoices.MostExpected:0} cases would be expected under every assumption, too many for these methods"
                    : $"the e-process had signalled in {signals}/{own.Length} combinations of assumed follow-up and background";
            return $"by {d.DataLock} ({d.Evaluation}, {Phrase.Counted(d.Count, "case")}) {said}";
        });
        return $"{missing}; {string.Join("; ", rows)}.";
    }

    private static string YesNo(bool yes) => yes ? "yes" : "no";

    /// <summary>A dated number of cases, with the treated patients of the same evaluation where they are published.</summary>
    private sealed record DatedCount(string Evaluation, Domain.PartialDate DataLock, RegulatorCount Cases, RegulatorCount? Treated)
    {
        public int Count => (int)Cases.Value!.Value;

        public ImmutableArray<string> Sources => Treated is null ? [Cases.Provenance.Key] : [Cases.Provenance.Key, Treated.Provenance.Key];

        public static ImmutableArray<DatedCount> All(PublishedEvidence evidence) =>
            [
                .. evidence
                    .Counts.Where(c => c.Provenance.Counts && c.Value is not null)
                    .GroupBy(c => c.Evaluation, StringComparer.Ordinal)
                    .Select(Of)
                    .OfType<DatedCount>()
                    .OrderBy(d => d.DataLock)
                    .ThenBy(d => d.Evaluation, StringComparer.Ordinal),
            ];

        public double Expected(Assumption followUp, Assumption background) =>
            Treated!.Value!.Value * followUp.Value * background.Value / RateScenario.Per;

        private static DatedCount? Of(IGrouping<string, RegulatorCount> counts)
        {
            RegulatorCount? Find(CountedQuantity quantity) =>
                counts.Where(c => c.Quantity == quantity && c.DataLock is not null).OrderBy(c => c.Qualifier).FirstOrDefault();
            return Find(CountedQuantity.Cases) is { Value: >= 0 and <= int.MaxValue, DataLock: { } locked } cases
                ? new(counts.Key, locked, cases, Find(CountedQuantity.TreatedPatients) is { Value: > 0 } treated ? treated : null)
                : null;
        }
    }
}
