using System.Collections.Immutable;
using Longwatch.Domain;

namespace Longwatch.Evaluation.Cohorts;

/// <summary>Something known at the first infusion that can be adjusted for, as a number.</summary>
/// <param name="Value">Null where it is not recorded.</param>
internal sealed record BaselineCovariate(string Code, string Name, Func<CohortStudy, int, double?> Value)
{
    /// <summary>In the order in which they are adjusted for.</summary>
    public static ImmutableArray<BaselineCovariate> All { get; } =
    [
        new("age", "age per decade", (study, p) => Stratification.AgeAtInfusion(study, p) / 10),
        new("prior_lines", "prior lines", (study, p) => study.Cohort.Patients[p].PriorLines),
        new(
            "prior_autologous_transplant",
            "prior autologous transplant",
            (study, p) => Number(study.Cohort.Patients[p].Prior.AutologousTransplant)
        ),
        new("prior_alkylator", "prior alkylator", (study, p) => Number(study.Cohort.Patients[p].Prior.Alkylator)),
        new("prior_tbi", "prior total body irradiation", (study, p) => Number(study.Cohort.Patients[p].Prior.TotalBodyIrradiation)),
    ];

    private static double? Number(Ternary value) =>
        value switch
        {
            Ternary.Yes => 1,
            Ternary.No => 0,
            _ => null,
        };
}
