using Longwatch.Domain.Signatures;

namespace Longwatch.Domain.Cases;

/// <summary>A level that a named assessor places beside the rule's level, for a reason.</summary>
/// <param name="ByRule">Level by rule when this was said.</param>
public sealed record LevelOverride(EvidenceLevel Level, EvidenceLevel ByRule, string Reason, Signature Signature)
{
    /// <summary>Longest reason, in characters.</summary>
    public const int LongestReason = 2000;

    private const int ShortestReason = 20;

    /// <summary>What is signed.</summary>
    public static SignedContent Content(EvidenceLevel level, EvidenceLevel byRule, string reason, string evidence) =>
        new SignedContent("cases.level-override/1")
            .Add("level", level.ToString())
            .Add("by_rule", byRule.ToString())
            .Add("reason", reason)
            .Add("evidence", evidence);

    /// <summary>Why a level cannot be placed so; null when it can.</summary>
    public static Refusal? Against(EvidenceLevel level, EvidenceLevel byRule, string? reason) =>
        !Enum.IsDefined(level) ? new("level.unknown", "The level is one of M0 to M5.")
        : level == byRule ? new("level.same-as-rule", "The rule gives this level already.")
        : reason?.Trim() is not { Length: >= ShortestReason and <= LongestReason }
            ? new("level.reason", $"An override needs a reason of {ShortestReason} to {LongestReason} characters.")
        : null;

    /// <summary>Says nothing of the case, so that a log line cannot either.</summary>
    public override string ToString() => nameof(LevelOverride);
}

/// <summary>The place of one tumour on the ladder: by rule always, and beside it what an assessor said.</summary>
/// <param name="Override">Null when nobody placed another level, or its signature holds no more.</param>
/// <param name="OverrideIsOld">The evidence has changed since the override was signed: it is shown and not used.</param>
public sealed record PlacedTumour(CaseFindings Findings, MolecularAssessment ByRule, LevelOverride? Override, bool OverrideIsOld)
{
    /// <summary>The level in use. The rule's level is always printed beside it.</summary>
    public EvidenceLevel Level => Override is { } o && !OverrideIsOld ? o.Level : ByRule.Level;

    /// <summary>Places a tumour by rule, with the override beside it.</summary>
    /// <param name="evidence">Fingerprint of the evidence now; an override counts only for the evidence on which it was signed.</param>
    public static PlacedTumour Of(CaseFindings findings, MolecularThresholds thresholds, LevelOverride? placed, string evidence)
    {
        ArgumentNullException.ThrowIfNull(findings);
        var byRule = MolecularEvidence.Assess(findings.Findings, thresholds);
        var holds = placed?.Signature.Covers(LevelOverride.Content(placed.Level, placed.ByRule, placed.Reason, evidence)) ?? false;
        return new(findings, byRule, placed, placed is not null && !holds);
    }
}
