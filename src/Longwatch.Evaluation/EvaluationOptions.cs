using Longwatch.Domain.Evidence;
using Longwatch.Evaluation.Analyses;

namespace Longwatch.Evaluation;

/// <summary>What the user may choose about an evaluation.</summary>
/// <param name="Level">Confidence level of every interval.</param>
/// <param name="DataLock">Data lock point; null: as the data set says.</param>
/// <param name="Seed">Seed of everything random; written into the report.</param>
/// <param name="Version">Version of the program; written into the report.</param>
public sealed record EvaluationOptions(double Level, DateOnly? DataLock, ulong Seed, string Version)
{
    /// <summary>Comparisons that were decided upon beforehand, for patient-level data.</summary>
    public AnalysisPlan Plan { get; init; } = AnalysisPlan.None;

    /// <summary>Everything that was chosen, and all assumptions with it, to be run again.</summary>
    internal AnalysisSettings Settings(PublishedEvidence reference) => new(Level, Seed, DataLock, AssumptionValues.Of(reference));

    public static EvaluationOptions Default { get; } = new(0.95, null, 20240411, "0.0.0");
}
