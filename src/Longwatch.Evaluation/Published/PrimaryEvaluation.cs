using Longwatch.Domain;
using Longwatch.Domain.Evidence;

namespace Longwatch.Evaluation.Published;

/// <summary>The one evaluation whose counts the report's sentences quote, chosen by rule from the counts that may be counted.</summary>
/// <remarks>
/// Rule: among evaluations with a counted number of cases and of treated patients (not fewer than the cases), the one with the latest data lock; ties go to the larger number of
/// cases, then to the first in the file. Within it, each quantity is the counted row with a value, exact before "about" before bounds, first in the file.
/// </remarks>
internal sealed record PrimaryEvaluation(
    string Evaluation,
    PartialDate? DataLock,
    RegulatorCount Treated,
    RegulatorCount Cases,
    RegulatorCount? Offered,
    RegulatorCount? Attempted,
    RegulatorCount? Tested,
    RegulatorCount? Positive,
    RegulatorCount? OnsetKnown,
    RegulatorCount? OnsetWithin12Months
)
{
    /// <summary>Null when the data set has no evaluation with both counts.</summary>
    public static PrimaryEvaluation? Of(PublishedEvidence evidence) =>
        evidence
            .Counts.Where(c => c.Provenance.Counts && c.Value is not null)
            .GroupBy(c => c.Evaluation, StringComparer.Ordinal)
            .Select(From)
            .OfType<PrimaryEvaluation>()
            .OrderByDescending(e => e.DataLock?.Earliest ?? DateOnly.MinValue)
            .ThenByDescending(e => e.Cases.Value)
            .FirstOrDefault();

    private static PrimaryEvaluation? From(IGrouping<string, RegulatorCount> counts)
    {
        RegulatorCount? Of(CountedQuantity quantity) =>
            counts.Where(c => c.Quantity == quantity).OrderBy(c => c.Qualifier).FirstOrDefault();
        return Of(CountedQuantity.TreatedPatients) is { } treated && Of(CountedQuantity.Cases) is { } cases && cases.Value <= treated.Value
            ? new(
                counts.Key,
                counts.Max(c => c.DataLock),
                treated,
                cases,
                Of(CountedQuantity.CasesTestOffered),
                Of(CountedQuantity.CasesTestAttempted),
                Of(CountedQuantity.CasesTested),
                Of(CountedQuantity.CasesTransgenePositive),
                Of(CountedQuantity.CasesOnsetKnown),
                Of(CountedQuantity.CasesOnsetWithin12Months)
            )
            : null;
    }
}
