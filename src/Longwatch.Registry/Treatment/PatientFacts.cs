using Longwatch.Domain;
using Longwatch.Domain.Treatment;

namespace Longwatch.Registry.Treatment;

/// <summary>What is recorded of a patient before the first infusion, as it is entered and corrected.</summary>
/// <param name="Birth">Date of birth as far as it is known; null when not recorded.</param>
/// <param name="PriorLines">Lines of therapy before the infusion; null when not recorded.</param>
public sealed record PatientFacts(Sex Sex, PartialDate? Birth, IndexDisease IndexDisease, int? PriorLines, PriorExposure Prior)
{
    private const int MostLines = 50;

    /// <summary>Names nobody.</summary>
    public override string ToString() => nameof(PatientFacts);

    public static PatientFacts Of(PatientRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return new(
            row.Sex,
            row.Birth,
            row.IndexDisease,
            row.PriorLines,
            new(row.PriorAutologousTransplant, row.PriorAllogeneicTransplant, row.PriorTbi, row.PriorAlkylator)
        );
    }

    internal void Into(PatientRow row)
    {
        row.Sex = Sex;
        row.Birth = Birth;
        row.IndexDisease = IndexDisease;
        row.PriorLines = PriorLines;
        row.PriorAutologousTransplant = Prior.AutologousTransplant;
        row.PriorAllogeneicTransplant = Prior.AllogeneicTransplant;
        row.PriorTbi = Prior.TotalBodyIrradiation;
        row.PriorAlkylator = Prior.Alkylator;
    }

    /// <summary>Why the facts are not allowed; null when they are.</summary>
    internal Refusal? Wrong(DateOnly lastDay) =>
        Birth is { } birth && birth.Earliest > lastDay ? new("patient.birth", "The date of birth has not come yet.")
        : PriorLines is < 0 or > MostLines ? new("patient.prior-lines", $"Lines of therapy are a number from 0 to {MostLines}.")
        : null;
}
