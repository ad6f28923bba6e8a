using System.Text.Json;
using Longwatch.Evaluation.Report;

namespace Longwatch.Exchange.Report;

/// <summary>Enum members as the lower_snake_case codes of the files.</summary>
internal static class ReportCodes
{
    internal static string Code(EstimateStatus status) => JsonNamingPolicy.SnakeCaseLower.ConvertName(status.ToString());

    internal static string Code(DatasetKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());

    /// <summary>Written out: the naming policy would not split <c>Per10000Patients</c> as people read it.</summary>
    internal static string Code(Unit unit) =>
        unit switch
        {
            Unit.Count => "count",
            Unit.Share => "share",
            Unit.Per10000Patients => "per_10000_patients",
            Unit.Per1000Patients => "per_1000_patients",
            Unit.Per100000PersonYears => "per_100000_person_years",
            Unit.PersonYears => "person_years",
            Unit.Years => "years",
            Unit.Months => "months",
            Unit.Days => "days",
            Unit.Ratio => "ratio",
            Unit.Probability => "probability",
            Unit.Chance => "chance",
            Unit.None => "none",
            _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, "Unknown unit."),
        };
}
