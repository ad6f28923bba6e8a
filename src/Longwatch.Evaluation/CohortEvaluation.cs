using System.Collections.Immutable;
using Longwatch.Domain;
using Longwatch.Domain.Cohorts;
using Longwatch.Domain.Evidence;
using Longwatch.Evaluation.Analyses;
using Longwatch.Evaluation.Cohorts;
using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation;

/// <summary>The regulators' questions asked of patient-level facts.</summary>
public static class CohortEvaluation
{
    /// <summary>Answers every question, one section for each.</summary>
    /// <param name="cohort">A cohort as it was known at its data lock.</param>
    /// <param name="reference">Product catalogue, background rates, assumptions and benefit figures.</param>
    /// <param name="dataset">Identifies the input in the report.</param>
    /// <param name="options">The data lock, when given, has been applied to <paramref name="cohort"/> by its reader.</param>
    /// <param name="progress">Told each section as it is finished, in any order.</param>
    public static EvaluationReport Evaluate(
        Cohort cohort,
        PublishedEvidence reference,
        Dataset dataset,
        EvaluationOptions options,
        IProgress<string>? progress = null
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        reference = AssumptionValues.Put(reference, options.Plan.Settings.Assumptions, options.Plan.Title);
        var study = new CohortStudy(cohort, CohortTimes.Of(cohort), reference);
        ImmutableArray<AnalysisResult> analyses = [];
        var sections = SectionRunner.Run(
            [
                () => ExposureSection.Build(study, options),
                () => CasesSection.Build(study, options),
                () => TransgeneSection.Build(study, options),
                () => OnsetSection.Build(study, options, analyses = AnalysisRunner.Run(study, options.Plan, options.Level)),
                () => RatesSection.Build(study, options),
                () => PooledCohortsSection.Build(study, options),
                () => MolecularEvidenceSection.Build(study, options),
                () => ClassEffectSection.Build(study, options),
                () => BenefitRiskSection.Build(study, options),
                () => DataQualitySection.Build(study, options),
                () => ConfoundingSection.Build(study, options),
                () => SequentialSection.Build(study, options),
            ],
            progress,
            CancellationToken.None
        );
        return new EvaluationReport(
            "Secondary T-cell malignancy after CAR T-cell therapy: evaluation of a patient-level cohort",
            dataset.Name,
            DatasetKind.Cohort,
            dataset.Fingerprint,
            PartialDate.FromDay(cohort.DataLock),
            cohort.DataLockBasis,
            options.Version,
            options.Seed,
            FixedAnalysis.Attach(sections, CohortAnalyses.All, CohortAnalyses.Counts(study), reference, options),
            SourceIndex.Of(reference)
        )
        {
            Plan = options.Plan,
            Settings = options.Settings(reference),
            Analyses = analyses,
        };
    }
}
