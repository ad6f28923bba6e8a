using System.Collections.Immutable;
using Longwatch.Domain.Cases;

namespace Longwatch.Evaluation.Published;

/// <summary>One published case with its level, the level that its unverified facts would give, and its modifiers.</summary>
internal sealed record PlacedCase(
    MolecularCase Case,
    MolecularFindings Findings,
    MolecularAssessment Assessment,
    MolecularAssessment IfUnverifiedHeld,
    ImmutableArray<Modifier> Modifiers
)
{
    public static PlacedCase Of(MolecularCase published, MolecularThresholds thresholds)
    {
        var findings = PublishedFindings.Of(published);
        return new(
            published,
            findings,
            MolecularEvidence.Assess(findings, thresholds),
            MolecularEvidence.Assess(PublishedFindings.Of(published, acceptUnverified: true), thresholds),
            PublishedFindings.Modifiers(published)
        );
    }

    /// <summary>Name to show: the citation.</summary>
    public string Label => Case.Patients == 1 ? Case.Citation : $"{Case.Citation} ({Case.Patients} patients)";

    /// <summary>Onset in months when it is verified.</summary>
    public double? Onset => Case.UnverifiedFields.Contains("onset_months") ? null : Case.OnsetMonths;
}
