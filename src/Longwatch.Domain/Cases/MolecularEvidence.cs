using System.Collections.Immutable;
using System.Globalization;

namespace Longwatch.Domain.Cases;

/// <summary>One rule of the ladder as it is printed.</summary>
/// <param name="Level">The level that a tumour has when this rule is the last one that is met.</param>
public sealed record LadderRule(string Id, EvidenceLevel Level, string Text);

/// <summary>What one rule said of one tumour.</summary>
public sealed record RuleOutcome(LadderRule Rule, bool Met, string Reason);

/// <summary>The place of one tumour on the ladder, and the rules that put it there, in the order in which they were asked.</summary>
public sealed record MolecularAssessment(EvidenceLevel Level, ImmutableArray<RuleOutcome> Rules)
{
    /// <summary>The reasons in words: of the rules that were met, and of the first one that was not.</summary>
    public string Reason => string.Join("; ", Rules.Select(r => r.Reason));
}

/// <summary>The evidence ladder M0 to M5 as explicit rules over verified findings. No label is given by hand.</summary>
public static class MolecularEvidence
{
    public static LadderRule NoResult { get; } =
        new(
            "no-result",
            EvidenceLevel.M0,
            "No valid transgene result of tumour tissue is known (not reported, not tested, failed or indeterminate)."
        );

    public static LadderRule UnqualifiedNegative { get; } =
        new(
            "unqualified-negative",
            EvidenceLevel.M0,
            "Not detected, but limit of detection or tumour content is not stated or not adequate: the result does not say what it could have seen, so it is not placed at M1."
        );

    public static LadderRule AdequateNegative { get; } =
        new(
            "adequate-negative",
            EvidenceLevel.M1,
            "Not detected, with a limit of detection at most the adequate one and low enough that a vector at the clonal number of copies would have been seen at the stated tumour content."
        );

    public static LadderRule Signal { get; } =
        new(
            "signal",
            EvidenceLevel.M2,
            "A vector signal, also one called very low or judged negative without a number below the limit of detection; bystander CAR T cells suffice to explain it."
        );

    public static LadderRule Clonal { get; } =
        new(
            "clonal",
            EvidenceLevel.M3,
            "The vector sits in the tumour clone: shown as clonal (several clones of which none dominates do not suffice), or copies per tumour cell or share of CAR-carrying tumour cells at or above the threshold; and neither clonality nor the T-cell receptor speaks against it."
        );

    public static LadderRule CancerGene { get; } =
        new("cancer-gene", EvidenceLevel.M4, "At least one integration site lies in or near a gene on a cancer-gene list.");

    public static LadderRule Dysregulation { get; } =
        new(
            "dysregulation",
            EvidenceLevel.M5,
            "Dysregulation at the site was demonstrated and a sufficient alternative driver was looked for and excluded; an empty field excludes nothing."
        );

    /// <summary>All rules in the order in which they are asked.</summary>
    public static ImmutableArray<LadderRule> Rules { get; } =
    [NoResult, UnqualifiedNegative, AdequateNegative, Signal, Clonal, CancerGene, Dysregulation];

    /// <summary>Places one tumour on the ladder.</summary>
    public static MolecularAssessment Assess(MolecularFindings findings, MolecularThresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(findings);
        ArgumentNullException.ThrowIfNull(thresholds);
        var belowDetection =
            findings is { Transgene: TransgeneFinding.VeryLow, CopiesPerTumourCell: { } copies, LimitOfDetection: { } lod }
            && copies * (findings.TumourFraction ?? 1) < lod;
        return findings.Transgene switch
        {
            TransgeneFinding.NotKnown => Only(NoResult, "no verified transgene result is known"),
            TransgeneFinding.NotTested => Only(NoResult, "not tested"),
            TransgeneFinding.NotValid => Only(NoResult, "attempted without a valid result"),
            TransgeneFinding.NotDetected => Negative(findings, thresholds, "not detected"),
            TransgeneFinding.VeryLow when belowDetection => Negative(findings, thresholds, "signal below the stated limit of detection"),
            TransgeneFinding.VeryLow => Climb(
                findings,
                thresholds,
                "signal called very low, not shown to be below a stated limit of detection: M1 is not claimed"
            ),
            TransgeneFinding.Detected => Climb(findings, thresholds, "vector detected"),
            _ => throw new ArgumentOutOfRangeException(nameof(findings)),
        };
    }

    private static MolecularAssessment Only(LadderRule rule, string reason) => new(rule.Level, [new(rule, true, reason)]);

    private static MolecularAssessment Negative(MolecularFindings findings, MolecularThresholds thresholds, string what)
    {
        var missing =
            findings.LimitOfDetection is not { } lod ? "limit of detection not stated"
            : findings.TumourFraction is not { } fraction ? "tumour content not stated"
            : lod > thresholds.AdequateLimitOfDetection
                ? Say($"limit of detection {lod} copies per cell, adequate is at most {thresholds.AdequateLimitOfDetection}")
            : lod > thresholds.ClonalCopiesPerCell * fraction
                ? Say(
                    $"at tumour content {fraction} a clonal vector would give {thresholds.ClonalCopiesPerCell * fraction} copies per cell, below the limit of detection {lod}"
                )
            : null;
        return missing is null
            ? Only(
                AdequateNegative,
                Say($"{what}, limit of detection {findings.LimitOfDetection} at tumour content {findings.TumourFraction}")
            )
            : Only(UnqualifiedNegative, $"{what}, {missing}");
    }

    private static MolecularAssessment Climb(MolecularFindings findings, MolecularThresholds thresholds, string what)
    {
        var outcomes = ImmutableArray.CreateBuilder<RuleOutcome>();
        outcomes.Add(new(Signal, true, what));
        var level = EvidenceLevel.M2;
        (LadderRule Rule, Func<(bool Met, string Reason)> Ask)[] steps =
        [
            (Clonal, () => InClone(findings, thresholds)),
            (CancerGene, () => NearCancerGene(findings)),
            (Dysregulation, () => Dysregulated(findings)),
        ];
        foreach (var (rule, ask) in steps)
        {
            var (met, reason) = ask();
            outcomes.Add(new(rule, met, reason));
            if (!met)
                break;
            level = rule.Level;
        }

        return new(level, outcomes.ToImmutable());
    }

    private static (bool Met, string Reason) InClone(MolecularFindings findings, MolecularThresholds thresholds)
    {
        if (findings.Clonality == VectorClonality.NotClonal)
            return (false, "the vector was shown not to be clonal");
        if (findings.SameCloneAsTumour == Ternary.No)
            return (false, "the vector-carrying cells are another clone than the tumour");
        if (findings.Clonality == VectorClonality.Clonal)
            return (true, "vector shown as clonal");
        if (findings.CopiesPerTumourCell is { } copies && copies >= thresholds.ClonalCopiesPerCell)
            return (true, Say($"{copies:G4} copies per tumour cell, at least {thresholds.ClonalCopiesPerCell}"));
        if (findings.CarPositivePercent is { } share && share >= thresholds.ClonalCarPercent)
            return (true, Say($"{share} % of tumour cells carry the CAR, at least {thresholds.ClonalCarPercent} %"));
        return findings switch
        {
            { CopiesPerTumourCell: { } low } => (false, Say($"{low:G4} copies per tumour cell, below {thresholds.ClonalCopiesPerCell}")),
            { CarPositivePercent: { } few } => (
                false,
                Say($"{few} % of tumour cells carry the CAR, below {thresholds.ClonalCarPercent} %")
            ),
            _ => (false, "clonality of the vector and quantity per tumour cell are not known"),
        };
    }

    private static (bool Met, string Reason) NearCancerGene(MolecularFindings findings)
    {
        var genes = findings.Sites.Where(s => s.CancerGene == Ternary.Yes).Select(s => s.Gene).ToArray();
        if (genes.Length > 0)
            return (true, $"integration in or near {string.Join(", ", genes)} (on a cancer-gene list)");
        return findings.Sites.IsEmpty
            ? (false, "no verified integration site is known")
            : (false, $"no site is known to lie at a cancer gene ({string.Join(", ", findings.Sites.Select(Describe))})");
    }

    private static string Describe(IntegrationFinding site) =>
        site.CancerGene == Ternary.No ? $"{site.Gene}: not listed" : $"{site.Gene}: not known";

    private static (bool Met, string Reason) Dysregulated(MolecularFindings findings) =>
        (findings.ExpressionEffect, findings.SufficientAlternativeDriver) switch
        {
            (Ternary.Yes, Ternary.No) => (true, "dysregulation demonstrated, alternative driver excluded"),
            (Ternary.Yes, Ternary.Yes) => (false, "dysregulation demonstrated, but an alternative driver is recorded"),
            (Ternary.Yes, _) => (false, "dysregulation demonstrated, but an alternative driver was not excluded"),
            (Ternary.No, _) => (false, "no dysregulation at the site"),
            _ => (false, "dysregulation at the site not known"),
        };

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
