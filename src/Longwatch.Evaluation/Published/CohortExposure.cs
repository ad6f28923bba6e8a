using Longwatch.Domain.Evidence;
using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation.Published;

/// <summary>Person-time of the published cohorts: printed, derived, or unknown.</summary>
internal static class CohortExposure
{
    internal enum Basis
    {
        Printed,
        Derived,
        Unknown,
    }

    /// <summary>Person-years with their basis. A field that is only background knowledge is not used.</summary>
    public static (double? PersonYears, Basis Basis) PersonYears(PublishedCohort cohort)
    {
        if (cohort.PersonYears is { } printed && !cohort.UnverifiedFields.Contains("person_years"))
            return (printed, Basis.Printed);
        return
            cohort is { Patients: { } patients, MedianFollowUpMonths: { } months }
            && !cohort.UnverifiedFields.Contains("patients")
            && !cohort.UnverifiedFields.Contains("median_follow_up_months")
            ? (patients * months / 12, Basis.Derived)
            : (null, Basis.Unknown);
    }

    /// <summary>How many counted cohorts have person-years of each basis.</summary>
    public static (int Printed, int Derived, int All) Known(PublishedEvidence evidence)
    {
        var bases = evidence.Cohorts.Where(c => c.Provenance.Counts).Select(c => PersonYears(c).Basis).ToArray();
        return (bases.Count(b => b == Basis.Printed), bases.Count(b => b == Basis.Derived), bases.Length);
    }

    public static IEnumerable<Estimate> Estimates(PublishedEvidence evidence)
    {
        foreach (var cohort in evidence.Cohorts.Where(c => c.Provenance.Counts))
            if (PersonYears(cohort) is ({ } years, var basis))
                yield return Report.Estimates.Value(
                    new(
                        $"exposure-person-years-{cohort.Id.Replace('_', '-')}",
                        $"Person-years, {cohort.Name}",
                        basis == Basis.Printed
                            ? (
                                cohort.PersonYearsQualifier == Qualifier.Exactly
                                    ? null
                                    : $"The source says {cohort.PersonYearsQualifier.Words()}this number."
                            )
                            : "Derived from the median follow-up; rough.",
                        cohort.Provenance.Key
                    ),
                    years,
                    Unit.PersonYears,
                    basis == Basis.Printed ? "As published" : "Patients × median follow-up"
                );
    }

    public static ReportTable Table(PublishedEvidence evidence) =>
        new(
            "exposure-cohorts",
            "Published cohorts: patients, follow-up and person-years",
            [
                new("cohort", "Cohort"),
                new("setting", "Setting"),
                new("population", "Population"),
                new("patients", "Patients (or reports)", 0),
                new("median_follow_up_months", "Median follow-up (months)", 1),
                new("person_years", "Person-years", 0),
                new("person_years_are", "Person-years are"),
                new("not_verified", "Carried, not used (background knowledge)"),
            ],
            [
                .. evidence.Cohorts.Select(c =>
                {
                    var (years, basis) = PersonYears(c);
                    return new TableRow(
                        [
                            c.Name,
                            Words(c.Setting),
                            c.Population,
                            Verified(c, "patients", c.Patients),
                            Verified(c, "median_follow_up_months", c.MedianFollowUpMonths),
                            years,
                            Words(basis, c.PersonYearsQualifier),
                            NotVerified(c),
                        ],
                        c.Provenance.NotCountedBecause(),
                        [c.Provenance.Key]
                    );
                }),
            ]
        );

    private static double? Verified(PublishedCohort cohort, string field, double? value) =>
        cohort.UnverifiedFields.Contains(field) ? null : value;

    private static string? NotVerified(PublishedCohort c)
    {
        (string Field, string Label, double? Value)[] fields =
        [
            ("patients", "patients", c.Patients),
            ("median_follow_up_months", "median follow-up (months)", c.MedianFollowUpMonths),
            ("person_years", "person-years", c.PersonYears),
        ];
        var carried = fields.Where(f => f.Value is not null && c.UnverifiedFields.Contains(f.Field)).ToArray();
        return carried.Length == 0 ? null : string.Join("; ", carried.Select(f => $"{f.Label} {Phrase.Number(f.Value!.Value)}"));
    }

    internal static string Words(CohortSetting setting) =>
        setting switch
        {
            CohortSetting.SingleCentre => "single centre",
            CohortSetting.SpontaneousReports => "spontaneous reports",
            CohortSetting.MetaAnalysis => "meta-analysis",
            CohortSetting.Registry => "registry",
            CohortSetting.Trials => "trials",
            CohortSetting.Multicentre => "several centres",
            CohortSetting.Claims => "claims",
            CohortSetting.Comparator => "comparator",
            _ => throw new ArgumentOutOfRangeException(nameof(setting), setting, null),
        };

    private static string Words(Basis basis, Qualifier qualifier) =>
        basis switch
        {
            Basis.Printed => $"printed{(qualifier == Qualifier.Exactly ? string.Empty : $" ({qualifier.Words().TrimEnd()})")}",
            Basis.Derived => "derived (patients × median)",
            _ => "unknown",
        };
}
