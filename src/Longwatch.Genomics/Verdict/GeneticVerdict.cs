namespace Longwatch.Genomics.Verdict;

/// <summary>The answer. The codes in <c>verdict.json</c> are stable.</summary>
public enum VerdictClass : byte
{
    DetectedClonal,

    /// <summary>Detected, low: bystander or contamination possible.</summary>
    DetectedLow,

    /// <summary>Not detected above the limit of detection stated.</summary>
    NotDetected,

    /// <summary>The input or the assay cannot answer.</summary>
    NotAssessable,

    /// <summary>The run or the input is broken.</summary>
    Failed,
}

/// <summary>What may explain the evidence.</summary>
public enum Explanation : byte
{
    TransgeneBearingClone,
    InfiltratingCarTCells,
    ContaminationOrIndexHop,
    RetroviralInfection,
    None,
}

/// <summary>How probable one explanation is.</summary>
/// <param name="Probability">Posterior; the five sum to 1.</param>
/// <param name="Because">Evidence for and against, in words.</param>
public sealed record ExplanationPosterior(Explanation Explanation, double Prior, double Probability, IReadOnlyList<string> Because);

/// <summary>The verdict with all its reasons.</summary>
/// <param name="Sentence">One sentence that can stand alone: what was found or not found, with its limit.</param>
/// <param name="Reasons">In words, most important first.</param>
/// <param name="NegativeStatement">Everything a negative must state, as labelled lines; also filled for positives (what else could have been seen).</param>
/// <param name="Limits">What the result does not exclude.</param>
public sealed record GeneticVerdict(
    VerdictClass Class,
    string Sentence,
    IReadOnlyList<ExplanationPosterior> Explanations,
    IReadOnlyList<string> Reasons,
    IReadOnlyList<StatedFact> NegativeStatement,
    IReadOnlyList<string> Limits
);

/// <summary>One line of the statement.</summary>
public sealed record StatedFact(string Label, string Value);
