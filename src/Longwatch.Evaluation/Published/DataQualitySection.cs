using System.Collections.Immutable;
using Longwatch.Domain.Evidence;
using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation.Published;

/// <summary>Section 10: how complete, how consistent and how well verified the published evidence is, and what its number of events carries.</summary>
internal static class DataQualitySection
{
    internal static Section Build(PublishedEvidence evidence, EvaluationOptions options)
    {
        var primary = PrimaryEvaluation.Of(evidence);
        var completeness = PublishedCompleteness.Of(evidence);
        var rows = NotCountedRows.All(evidence);
        var statements = Contradictions.Find(evidence.Counts);
        var percentages = PrintedPercentages.Of(evidence, primary);
        var outcomes = Outcomes(primary);
        var known = Completeness.Table(
            completeness,
            "Completeness per file and variable; rows to which a variable does not apply count as missing"
        );
        return new Section(
            10,
            "data-quality",
            "Data quality",
            "How complete, how consistent and how well verified are the data, and how much can their number of events carry?",
            Answer(evidence, rows, statements, percentages, outcomes),
            [.. Verified(rows, options), .. completeness.Select(c => c.Estimate(options.Level)), .. Budget(outcomes, evidence)],
            [
                known,
                ContradictionTable.Of(statements, percentages),
                NotCountedRows.Tags(rows),
                NotCountedRows.Table(rows),
                CovariateBudget.Table(outcomes, evidence),
                Catalogue.Thresholds(evidence),
            ],
            [Completeness.Chart(known)],
            [
                "Completeness: rows with a value from a source that counts, over all rows of the file.",
                "Contradictions: statements on one quantity of one evaluation that differ in number or wording; one is marked when no single number satisfies all. A printed percentage is checked against every count up to the number of cases (integer or GRIM check, Brown and Heathers 2017).",
                "Covariates: events over the assumed events per covariate (assumptions.csv, risk.events_per_covariate), to the nearest whole number.",
            ],
            [
                "A row that was seen can still be wrong; a contradiction shows that something differs, not which statement is right.",
                "Rules of thumb on events per covariate say when estimates become unstable, not when a model predicts well.",
            ]
        );
    }

    private static string Answer(
        PublishedEvidence evidence,
        ImmutableArray<EvidenceRow> rows,
        ImmutableArray<Statements> statements,
        ImmutableArray<PrintedPercentage> percentages,
        ImmutableArray<EventCount> outcomes
    )
    {
        var counted = rows.Count(r => r.Provenance.Counts);
        var rejected = rows.Count(r => r.Provenance.Tag == EvidenceTag.Rejected);
        var impossible = percentages.Count(p => p.LargestDenominator != p.Cases.Whole());
        var text =
            $"{Phrase.Share(counted, rows.Length)} of the rows come from a source that counts; {rows.Length - counted - rejected} unverified and {rejected} rejected rows are carried without being counted"
            + $"; {statements.Length} {(statements.Length == 1 ? "quantity is" : "quantities are")} quoted in more than one way, of which {statements.Count(s => !s.Satisfiable)} in ways that cannot all be true"
            + $"; {impossible} printed {(impossible == 1 ? "percentage" : "percentages")} cannot have all cases as denominator";
        return outcomes.IsEmpty
            ? text + "; no evaluation gives a number of cases, so nothing can be said on covariates."
            : $"{text}; {CovariateBudget.Sentence(outcomes[0], evidence)}.";
    }

    private static IEnumerable<Estimate> Verified(ImmutableArray<EvidenceRow> rows, EvaluationOptions options) =>
        [
            Estimates.Proportion(
                ("data-quality-rows-counted", "Rows from a source that counts"),
                rows.Count(r => r.Provenance.Counts),
                rows.Length,
                options.Level
            ) with
            {
                Intervals = [],
                Method = "Count of rows",
            },
        ];

    private static ImmutableArray<EventCount> Outcomes(PrimaryEvaluation? primary)
    {
        if (primary is null)
            return [];
        var outcomes = ImmutableArray.CreateBuilder<EventCount>();
        outcomes.Add(new("cases", primary.Cases.Whole(), primary.Cases.Provenance.Key));
        if (primary.Tested is { } tested)
            outcomes.Add(new("tested cases", tested.Whole(), tested.Provenance.Key));
        if (primary.Positive is { } positive)
            outcomes.Add(new("transgene-positive cases", positive.Whole(), positive.Provenance.Key));
        return outcomes.ToImmutable();
    }

    private static IEnumerable<Estimate> Budget(ImmutableArray<EventCount> outcomes, PublishedEvidence evidence) =>
        outcomes.IsEmpty
            ?
            [
                Estimates.NoData(
                    "data-quality-covariates",
                    "Pre-specified covariates that the cases carry",
                    Unit.Count,
                    "regulator-counts.csv has no evaluation with both cases and treated patients."
                ),
            ]
            : [CovariateBudget.Estimate(outcomes[0], evidence)];
}
