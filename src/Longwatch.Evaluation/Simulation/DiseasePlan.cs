using System.Collections.Immutable;
using Longwatch.Domain.Treatment;

namespace Longwatch.Evaluation.Simulation;

/// <summary>Patients with one index disease: age, earlier treatment, course.</summary>
/// <param name="Age">Age at infusion.</param>
/// <param name="CourseFactor">Multiplies the hazards of relapse and death; 1 is large B-cell lymphoma.</param>
/// <param name="ExtraLines">Mean number of therapy lines beyond two (Poisson).</param>
/// <param name="Prior">Probability of each earlier exposure.</param>
public sealed record DiseasePlan(IndexDisease Disease, AgePlan Age, double CourseFactor, double ExtraLines, PriorShares Prior)
{
    /// <summary>Assumed; chosen to resemble the populations of the published cohorts.</summary>
    public static ImmutableArray<DiseasePlan> Default { get; } =
    [
        new(IndexDisease.LargeBCellLymphoma, new(61, 12, 18, 88), 1.00, 0.8, new(0.22, 0.02, 0.01, 0.95)),
        new(IndexDisease.FollicularLymphoma, new(61, 11, 25, 85), 0.40, 1.2, new(0.20, 0.02, 0.01, 0.80)),
        new(IndexDisease.MantleCellLymphoma, new(66, 9, 35, 86), 0.75, 1.3, new(0.35, 0.03, 0.02, 0.90)),
        new(IndexDisease.MarginalZoneLymphoma, new(65, 10, 30, 86), 0.50, 1.0, new(0.10, 0.01, 0.01, 0.70)),
        new(IndexDisease.ChronicLymphocyticLeukaemia, new(66, 9, 35, 86), 0.80, 2.0, new(0.02, 0.05, 0.01, 0.60)),
        new(IndexDisease.AcuteLymphoblasticLeukaemia, new(24, 16, 2, 78), 0.85, 1.0, new(0.01, 0.30, 0.25, 0.90)),
        new(IndexDisease.MultipleMyeloma, new(63, 9, 35, 85), 0.60, 3.0, new(0.80, 0.03, 0.01, 0.90)),
    ];
}

/// <summary>A normal distribution of age in years, cut off at both ends.</summary>
public readonly record struct AgePlan(double Mean, double StandardDeviation, double Youngest, double Oldest);

/// <summary>Probabilities of exposure before the infusion, independent of each other given the disease.</summary>
public readonly record struct PriorShares(
    double AutologousTransplant,
    double AllogeneicTransplant,
    double TotalBodyIrradiation,
    double Alkylator
);
