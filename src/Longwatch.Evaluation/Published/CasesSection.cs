using System.Collections.Immutable;
using Longwatch.Domain.Evidence;
using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation.Published;

/// <summary>Section 2: how many cases, by whom, at which data lock, by which definition, and why the numbers differ.</summary>
internal static class CasesSection
{
    internal static Section Build(PublishedEvidence evidence, EvaluationOptions options)
    {
        var primary = PrimaryEvaluation.Of(evidence);
        var contradictions = Contradictions.Find(evidence.Counts);
        var percentages = PrintedPercentages.Of(evidence, primary);
        var sources = SourcesTable(evidence, primary);
        var consistent = PrintedPercentages.Table(percentages, options.Level);
        return new Section(
            2,
            "cases",
            "Cases",
            "How many cases are there by source, data lock and case definition, and why do the numbers differ?",
            Answer(evidence, primary, percentages),
            [.. Counted(primary), .. Tested(primary, options), .. PrintedPercentages.Estimates(percentages)],
            [sources, ReportsTable(evidence, primary), Contradictions.Table(contradictions), consistent],
            [
                new Chart(
                    "cases-by-source-chart",
                    "Cases by source and data lock",
                    "Horizontal bars: number of cases each source gives, coloured by the set of overlapping people it belongs to. The bars are not to be added.",
                    VegaLite.Bars(sources, "source_and_lock", new Axis("number", "Cases (n)"), new(Series: "overlap_set")),
                    sources.Id
                ),
                new Chart(
                    "cases-rounded-percentage-chart",
                    "Every count that a printed percentage can stand for",
                    "Points with exact intervals: share of cases for each denominator that is consistent with the printed percentage.",
                    VegaLite.Intervals(consistent, "counts", "share", new Limits()),
                    consistent.Id
                ),
            ],
            [
                "Counts stand as each source gives them. Counts with one overlap set describe overlapping people and are never added; the latest evaluation with both cases and treated patients is the one quoted.",
                "Contradictions: two statements on the same quantity in one evaluation that no single number can satisfy (exact against exact, or exact against a bound).",
                "Rounded percentages: every k/n up to the number of cases that rounds to the printed value (integer or GRIM check, Brown and Heathers 2017), with Clopper–Pearson intervals.",
            ],
            [
                "A case is a report of a suspected malignancy; the sources count reports, cases or people, at different dates and with different terms.",
                "Whether a case was tested depends on what counts as a test: a sample at hand, an assay attempted, or a valid result. Not tested is not negative.",
                "Reporting is incomplete and was stimulated by the regulators' own communications.",
            ]
        );
    }

    private static string Answer(PublishedEvidence evidence, PrimaryEvaluation? primary, ImmutableArray<PrintedPercentage> percentages)
    {
        var others = evidence
            .Counts.Where(c => c.Quantity == CountedQuantity.Cases && c.Provenance.Counts && c.Value is not null)
            .Where(c => !string.Equals(c.Evaluation, primary?.Evaluation, StringComparison.Ordinal))
            .DistinctBy(c => (c.Evaluation, c.Qualifier, c.Value))
            .OrderBy(c => c.DataLock?.Earliest)
            .ToArray();
        if (primary is null)
            return others.Length == 0
                ? "The data set holds no counted number of cases."
                : $"No evaluation gives both cases and treated patients; {List(others)} are on record and are not added.";
        var text =
            $"{primary.Cases.SourceAndLock()}: {primary.Cases.Qualifier.Words()}{Phrase.Counted(primary.Cases.Whole(), "case")} among "
            + $"{primary.Treated.Qualifier.Words()}{Phrase.Whole(primary.Treated.Whole())} treated patients";
        if (others.Length > 0)
            text += $"; {List(others)} count overlapping people at other data locks or by other definitions and are not added";
        if (primary.Cases.Whole() > 0 && percentages.FirstOrDefault(p => p.IsImpossibleOf(primary)) is { } impossible)
            text +=
                $"; the printed {Phrase.Exact(impossible.Percent)} % cannot be a share of {(primary.Cases.Whole() == 1 ? "one case" : $"all {Phrase.Whole(primary.Cases.Whole())} cases")}"
                + (
                    impossible.LargestDenominator is { } n
                        ? $" (of {n} at most, so at least {primary.Cases.Whole() - n} are missing)"
                        : string.Empty
                )
                + (
                    impossible.Known is not { } known ? string.Empty
                    : impossible.Consistent.Any(c => c.Count == known.Count && c.Of == known.Of)
                        ? $" and is given elsewhere as {known.Count}/{known.Of}"
                    : $" and does not agree with the {known.Count}/{known.Of} given elsewhere"
                );
        return text + ".";
    }

    private static string List(IEnumerable<RegulatorCount> counts) =>
        string.Join(
            ", ",
            counts.Select(c =>
                $"{c.Qualifier.Words()}{Phrase.Whole(c.Whole())} ({c.Agency}{(c.DataLock is { } at ? $", {at}" : string.Empty)})"
            )
        );

    private static IEnumerable<Estimate> Counted(PrimaryEvaluation? primary) =>
        [
            primary is null
                ? Estimates.NoData(
                    "cases-count",
                    "Cases",
                    Unit.Count,
                    "No evaluation gives both cases and treated patients (regulator-counts.csv)."
                )
                : Estimates.Value(
                    new(
                        "cases-count",
                        $"Cases ({primary.Cases.SourceAndLock()})",
                        primary.Cases.CaseDefinition,
                        primary.Cases.Provenance.Key
                    ),
                    primary.Cases.Whole(),
                    Unit.Count,
                    "As published"
                ),
        ];

    private static IEnumerable<Estimate> Tested(PrimaryEvaluation? primary, EvaluationOptions options)
    {
        const string id = "cases-tested-share";
        const string label = "Cases with a transgene result, of all cases";
        return
        [
            primary?.Tested is { } tested
                ? Estimates.Proportion(
                    new(id, label, tested.Wording, tested.Provenance.Key, primary.Cases.Provenance.Key),
                    tested.Whole(),
                    primary.Cases.Whole(),
                    options.Level
                )
                : Estimates.NoData(id, label, Unit.Share, "The quoted evaluation gives no number of tested cases."),
        ];
    }

    private static ReportTable SourcesTable(PublishedEvidence evidence, PrimaryEvaluation? primary) =>
        Table(
            "cases-by-source",
            "Cases by source; overlapping sets are not to be added",
            evidence.Counts.Where(c => c.Quantity == CountedQuantity.Cases),
            primary
        );

    private static ReportTable ReportsTable(PublishedEvidence evidence, PrimaryEvaluation? primary) =>
        Table(
            "cases-reports",
            "Reports, which are neither cases nor patients",
            evidence.Counts.Where(c => c.Quantity is CountedQuantity.Reports or CountedQuantity.SecondPrimaryReports),
            primary
        );

    private static ReportTable Table(string id, string caption, IEnumerable<RegulatorCount> counts, PrimaryEvaluation? primary) =>
        new(
            id,
            caption,
            [
                new("source_and_lock", "Body and data lock"),
                new("counts_what", "Counts"),
                new("case_definition", "Case definition"),
                new("population", "Population"),
                new("worded_as", "Worded as"),
                new("number", "Number", 0),
                new("overlap_set", "Overlapping set"),
                new("differs_by", "Differs from the quoted count by"),
                new("source", "As given by"),
            ],
            [
                .. counts
                    .OrderBy(c => c.DataLock?.Earliest)
                    .Select(c => new TableRow(
                        [
                            c.SourceAndLock(),
                            Contradictions.Words(c.Quantity),
                            c.CaseDefinition,
                            c.Population,
                            c.Wording ?? $"{c.Qualifier.Words()}{(c.Value is { } v ? Phrase.Whole(v) : "no number")}",
                            c.Value,
                            c.OverlapSet ?? "none stated",
                            Difference(c, primary),
                            c.Provenance.Source,
                        ],
                        c.Provenance.NotCountedBecause(),
                        [c.Provenance.Key]
                    )),
            ]
        );

    private static string Difference(RegulatorCount count, PrimaryEvaluation? primary)
    {
        if (primary is null)
            return "no quoted count";
        var quoted = primary.Cases;
        if (ReferenceEquals(count, quoted))
            return "this is the quoted count";
        string[] differences =
        [
            .. Differs(count.Agency, quoted.Agency, "source"),
            .. Differs(count.DataLock?.ToString(), quoted.DataLock?.ToString(), "data lock"),
            .. Differs(count.CaseDefinition, quoted.CaseDefinition, "case definition"),
            .. Differs(count.Population, quoted.Population, "population"),
        ];
        return differences.Length == 0 ? "nothing but who tells it" : string.Join(", ", differences);
    }

    private static IEnumerable<string> Differs(string? one, string? other, string what) =>
        string.Equals(one, other, StringComparison.Ordinal) ? [] : [what];
}
