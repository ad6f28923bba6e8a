using System.Collections.Immutable;
using Longwatch.Domain.Evidence;
using Longwatch.Evaluation.Report;
using Longwatch.Statistics.MetaAnalysis;
using Longwatch.Statistics.Rates;
using Estimated = Longwatch.Statistics.MetaAnalysis.RandomInterceptResult.Estimated;

namespace Longwatch.Evaluation.Published;

/// <summary>Section 9: expected secondary T-cell malignancies per 10,000 treated beside the published benefit.</summary>
internal static class BenefitRiskSection
{
    private const double Per = 10_000;

    internal static Section Build(PublishedEvidence evidence, EvaluationOptions options)
    {
        var primary = PrimaryEvaluation.Of(evidence);
        ImmutableArray<Estimate> risks = [Reported(primary, options), Positive(primary), Pooled(evidence, options)];
        var table = BenefitTable.Of("benefit-risk-per-10000", risks, evidence);
        var reporting = Reporting(evidence, primary, options);
        return new Section(
            9,
            "benefit-risk",
            "Benefit and risk",
            "How many secondary T-cell malignancies are to be expected per 10,000 treated patients, beside how much benefit?",
            Answer(risks, evidence),
            [.. risks, .. BenefitTable.Estimates(evidence)],
            [table, reporting],
            [BenefitTable.Chart(table)],
            [
                "Reported cases per 10,000 treated: exact Poisson (Garwood) interval. Transgene-positive: bounds that hold whatever the untested cases are, no probability attached.",
                "From cohorts: the pooled share of section 6 (binomial–normal model, Student t) times 10,000.",
                "Benefit figures stand as published, with their source; nothing is computed from them and none is taken from elsewhere.",
            ],
            [
                "Cases per treated patient depend on follow-up and on reporting; they are not a lifetime risk.",
                "A benefit and a risk per 10,000 may be set side by side only for the same population, comparator and time; the table says which these are.",
                "The reporting grid assumes that unreported cases are like reported ones.",
            ]
        );
    }

    private static string Answer(ImmutableArray<Estimate> risks, PublishedEvidence evidence)
    {
        var reported = risks[0];
        var first = reported is { Status: EstimateStatus.Estimated, Numerator: { } n, Denominator: { } of }
            ? $"{Phrase.Quote(reported)} reported cases per 10,000 treated ({Phrase.Whole(n)}/{Phrase.Whole(of)})"
            : "The data give no number of cases with treated patients";
        var positive = risks[1] is { Intervals: [var bounds, ..] }
            ? $", of which {Phrase.Range(bounds.Lower, bounds.Upper)} per 10,000 with the transgene in the tumour, whatever the untested are"
            : string.Empty;
        return $"{first}{positive}; {BenefitTable.Sentence(evidence)}.";
    }

    private static Estimate Reported(PrimaryEvaluation? primary, EvaluationOptions options) =>
        primary is null
            ? Estimates.NoData(
                "benefit-risk-stcm",
                "Reported secondary T-cell malignancies per 10,000 treated",
                Unit.Per10000Patients,
                "regulator-counts.csv has no evaluation with both cases and treated patients."
            )
            : Estimates.CountRate(
                new(
                    "benefit-risk-stcm",
                    "Reported secondary T-cell malignancies",
                    $"{primary.Cases.SourceAndLock()}, {primary.Cases.CaseDefinition}",
                    primary.Cases.Provenance.Key,
                    primary.Treated.Provenance.Key
                ),
                primary.Cases.Whole(),
                primary.Treated.Whole(),
                Unit.Per10000Patients,
                options.Level
            );

    /// <summary>Transgene-positive cases per 10,000: all untested negative to all untested positive.</summary>
    private static Estimate Positive(PrimaryEvaluation? primary)
    {
        const string id = "benefit-risk-transgene-positive";
        const string label = "With the transgene in the tumour (bounds)";
        if (primary is not { Tested: { Value: not null } tested, Positive: { Value: not null } positive })
            return Estimates.NoData(
                id,
                label,
                Unit.Per10000Patients,
                "The quoted evaluation does not give cases tested and transgene-positive."
            );
        if (positive.Whole() > tested.Whole() || tested.Whole() > primary.Cases.Whole())
            return Estimates.NotIdentified(
                id,
                label,
                Unit.Per10000Patients,
                $"The published counts contradict each other ({positive.Whole()} positive of {tested.Whole()} tested of {primary.Cases.Whole()} cases)."
            );
        int least = positive.Whole(),
            most = primary.Cases.Whole() - (tested.Whole() - least),
            treated = primary.Treated.Whole();
        return Estimates.Value(
            new(
                id,
                label,
                $"{least} if all untested cases are negative, {most} if all are positive, of {Phrase.Whole(treated)} treated; the value is the lower bound.",
                positive.Provenance.Key,
                tested.Provenance.Key,
                primary.Treated.Provenance.Key
            ),
            least * Per / treated,
            Unit.Per10000Patients,
            "Bounds",
            new IntervalEstimate("bounds", null, least * Per / treated, most * Per / treated)
        );
    }

    private static Estimate Pooled(PublishedEvidence evidence, EvaluationOptions options)
    {
        const string id = "benefit-risk-stcm-cohorts";
        const string label = "T-cell malignancies in a typical published cohort";
        var pooling = PooledCohorts.TCell(evidence, options.Level).Pooling;
        if (pooling.Fit is not Estimated fit)
            return Estimates.NotIdentified(id, label, Unit.Per10000Patients, $"{pooling.Obstacle()}.");
        var interval = Pooling.OnShareScale(fit.StudentInterval);
        return Estimates.Value(
            new(
                id,
                label,
                $"{pooling.Studies.Length} cohorts, {pooling.Events}/{Phrase.Whole(pooling.Patients)}",
                [.. pooling.Studies.SelectMany(s => s.Sources)]
            ),
            BinomialNormal.Share(fit.Mean) * Per,
            Unit.Per10000Patients,
            Pooling.Method,
            Estimates.Named($"Student t, {pooling.Studies.Length - 1} degrees of freedom", options.Level, interval.Scale(Per))
        );
    }

    /// <summary>Cases per 10,000 when only a fraction was reported.</summary>
    private static ReportTable Reporting(PublishedEvidence evidence, PrimaryEvaluation? primary, EvaluationOptions options) =>
        new(
            "benefit-risk-reporting",
            "Secondary T-cell malignancies per 10,000 treated if only a fraction of them was reported",
            [
                new("reported_fraction", "Fraction reported", 0, Percent: true),
                new("per_10000", "Per 10,000", 2),
                new("lower", "Lower limit", 2),
                new("upper", "Upper limit", 2),
            ],
            primary is null
                ? []
                :
                [
                    .. AssumptionGrid
                        .Of(evidence, AssumptionGrid.Reporting)
                        .Where(a => a.Value <= 1)
                        .Select(a =>
                        {
                            var scale = Per / primary.Treated.Whole() / a.Value;
                            var interval = PoissonInterval.Garwood(primary.Cases.Whole(), options.Level).Scale(scale);
                            return new TableRow(
                                [a.Value, primary.Cases.Whole() * scale, interval.Lower, interval.Upper],
                                null,
                                [primary.Cases.Provenance.Key, primary.Treated.Provenance.Key, a.Provenance.Key]
                            );
                        }),
                ]
        );
}
