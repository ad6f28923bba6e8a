using Longwatch.Domain;
using Longwatch.Domain.Evidence;
using Longwatch.Evaluation.Analyses;
using Longwatch.Evaluation.Published;
using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation;

/// <summary>The regulators' questions asked of published aggregates and case reports.</summary>
public static class PublishedEvaluation
{
    /// <summary>Answers every question, one section for each.</summary>
    /// <param name="evidence">The published set; unverified and rejected rows may be in it, they are shown and not counted.</param>
    /// <param name="dataset">Identifies the input in the report.</param>
    /// <param name="options">
    /// With <see cref="EvaluationOptions.DataLock"/>, only what was locked by that day is evaluated: regulators' counts by their data lock, other rows
    /// by the date of their statement.
    /// </param>
    /// <param name="progress">Told each section as it is finished, in any order.</param>
    /// <param name="cancellation">Stops between sections.</param>
    public static EvaluationReport Evaluate(
        PublishedEvidence evidence,
        Dataset dataset,
        EvaluationOptions options,
        IProgress<string>? progress = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        evidence = AssumptionValues.Put(evidence, options.Plan.Settings.Assumptions, options.Plan.Title);
        var known = options.DataLock is { } day ? KnownAt(evidence, day) : evidence;
        var primary = PrimaryEvaluation.Of(known);
        var sections = SectionRunner.Run(
            [
                () => ExposureSection.Build(known, options),
                () => CasesSection.Build(known, options),
                () => TransgeneSection.Build(known, options),
                () => OnsetSection.Build(known, options),
                () => RatesSection.Build(known, options),
                () => PooledCohortsSection.Build(known, options),
                () => MolecularEvidenceSection.Build(known, options),
                () => ClassEffectSection.Build(known, options),
                () => BenefitRiskSection.Build(known, options),
                () => DataQualitySection.Build(known, options),
                () => ConfoundingSection.Build(known, options),
                () => SequentialSection.Build(known, options),
            ],
            progress,
            cancellation
        );
        return new EvaluationReport(
            "Secondary T-cell malignancy after CAR T-cell therapy: evaluation of the published evidence",
            dataset.Name,
            DatasetKind.Published,
            dataset.Fingerprint,
            options.DataLock is { } given ? PartialDate.FromDay(given) : primary?.DataLock,
            Basis(options, primary),
            options.Version,
            options.Seed,
            FixedAnalysis.Attach(sections, PublishedAnalyses.All, PublishedAnalyses.Counts(primary), known, options),
            SourceIndex.Of(known)
        )
        {
            Plan = options.Plan,
            Settings = options.Settings(known),
        };
    }

    /// <summary>A lock that was asked for may lie long after the evidence: both are said.</summary>
    private static string Basis(EvaluationOptions options, PrimaryEvaluation? primary)
    {
        var latest = primary is null
            ? "the data set has no evaluation with both cases and treated patients"
            : $"of the evaluation {primary.Evaluation}, the latest with both cases and treated patients";
        return (options.DataLock, primary?.DataLock) switch
        {
            (null, _) => latest,
            (_, { } locked) => $"given for this evaluation; the counts are {latest}, locked {locked}",
            _ => $"given for this evaluation; {latest}",
        };
    }

    private static PublishedEvidence KnownAt(PublishedEvidence e, DateOnly day)
    {
        // A statement of "2024" may be of December: it counts as known only when the whole period has passed. A data lock is a point that the agency named.
        bool Stated(Provenance p) => p.Date.Latest <= day;
        return e with
        {
            Counts = e.Counts.RemoveAll(c => c.DataLock is { } at ? at.Earliest > day : !Stated(c.Provenance)),
            Cohorts = e.Cohorts.RemoveAll(c => !Stated(c.Provenance)),
            CohortProducts = e.CohortProducts.RemoveAll(c => !Stated(c.Provenance)),
            Cases = e.Cases.RemoveAll(c => !Stated(c.Provenance)),
            Approvals = e.Approvals.RemoveAll(a => a.Approved is { } at ? at.Latest > day : !Stated(a.Provenance)),
            Benefits = e.Benefits.RemoveAll(b => !Stated(b.Provenance)),
        };
    }
}
