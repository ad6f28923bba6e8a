using Longwatch.Domain;
using Longwatch.Domain.Evidence;

namespace Longwatch.Evaluation.Tests.Published;

/// <summary>Small published data sets made by hand.</summary>
internal static class EvidenceInHand
{
    public static PublishedEvidence Empty { get; } = new("hand", [], [], [], [], [], [], [], [], [], []);

    private static int line = 1;

    public static Provenance Row(EvidenceTag tag = EvidenceTag.Seen) =>
        new("A source", "https://example.org", tag, Date("2024"), null, "hand.csv", Interlocked.Increment(ref line));

    public static PartialDate Date(string text) =>
        PartialDate.TryParse(text, out var date) ? date : throw new ArgumentException("Not a date.", nameof(text));

    public static RegulatorCount Count(
        string evaluation,
        CountedQuantity quantity,
        double? value,
        Qualifier qualifier = Qualifier.Exactly,
        string? wording = null,
        EvidenceTag tag = EvidenceTag.Seen
    ) =>
        new(
            $"{evaluation}-{quantity}",
            evaluation.Split('-')[0].ToUpperInvariant(),
            evaluation,
            quantity,
            qualifier,
            value,
            wording,
            Date(evaluation[(evaluation.IndexOf('-') + 1)..]),
            "suspected secondary T-cell malignancy",
            "world-wide",
            "all",
            Row(tag)
        );

    public static Assumption Assume(string key, double value) => new(key, value, null, "by hand", Row(EvidenceTag.Derived));

    /// <summary>The counts of the 2024 evaluation, with the follow-up and background values of the known-answer grid.</summary>
    public static PublishedEvidence Evaluation2024 { get; } =
        Empty with
        {
            Counts =
            [
                Count("fda-2023-12", CountedQuantity.Cases, 22),
                Count("ema-2024-04", CountedQuantity.TreatedPatients, 42_500, Qualifier.About),
                Count("ema-2024-04", CountedQuantity.Cases, 38),
                Count("ema-2024-04", CountedQuantity.CasesTested, 19),
                Count("ema-2024-04", CountedQuantity.CasesTested, null, Qualifier.FewerThan, "fewer than half"),
                Count("ema-2024-04", CountedQuantity.OnsetWithin12MonthsPercent, 67),
                Count("ema-2024-04", CountedQuantity.CasesOnsetKnown, 33),
                Count("ema-2024-04", CountedQuantity.CasesOnsetWithin12Months, 22),
                Count("xyz-2025-01", CountedQuantity.Cases, 99, tag: EvidenceTag.Unverified),
            ],
            Assumptions =
            [
                .. new[] { 3, 0.5, 1, 1.5, 2 }.Select(v => Assume("follow_up.mean_years", v)),
                .. new[] { 1.0, 2, 5, 10, 20, 40, 60 }.Select(v => Assume("background.rate_per_100000_py", v)),
                .. new[] { 1, 0.75, 0.5, 0.25, 0.1 }.Select(v => Assume("reporting.fraction", v)),
                Assume("risk.events_per_covariate", 10),
                Assume("risk.events_per_covariate", 20),
            ],
            BackgroundRates = [Background("1-4", 0.0723), Background("80-84", 5.6061), Background(null, 1.4)],
            Cohorts =
            [
                Cohort("printed", 783, null, 2_200),
                Cohort("derived", 449, 10.3, null),
                Cohort("unknown", 724, 15, null, "median_follow_up_months"),
            ],
        };

    private static BackgroundRate Background(string? age, double rate) =>
        new($"b-{age}", "US", "PTCL", age, null, "2000-2018", rate, null, null, Row());

    private static PublishedCohort Cohort(string id, int patients, double? months, double? personYears, params string[] unverified) =>
        new(
            id,
            id,
            CohortSetting.Registry,
            null,
            patients,
            months,
            personYears,
            Qualifier.MoreThan,
            null,
            CountBasis.NotPublished,
            null,
            null,
            CountBasis.NotPublished,
            null,
            null,
            false,
            null,
            [.. unverified],
            Row()
        );
}
