using System.Collections.Immutable;
using Longwatch.Domain.Evidence;
using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation.Published;

/// <summary>Several statements on one quantity in one evaluation.</summary>
/// <param name="Satisfiable">Whether one number can satisfy all of them.</param>
internal sealed record Statements(string Evaluation, CountedQuantity Quantity, ImmutableArray<RegulatorCount> Counts, bool Satisfiable);

/// <summary>Finds counts that cannot all be right. Only counted rows are compared.</summary>
internal static class Contradictions
{
    /// <summary>"About" a number is taken to allow this relative difference.</summary>
    private const double About = 0.1;

    /// <summary>The number a count stands for; "half" without a number is half of the cases of the same evaluation.</summary>
    private static double? Read(RegulatorCount count, IEnumerable<RegulatorCount> all) =>
        count.Value
        ?? (
            count.Wording?.Contains("half", StringComparison.OrdinalIgnoreCase) == true
                ? all.FirstOrDefault(c =>
                    c.Quantity == CountedQuantity.Cases
                    && c.Value is not null
                    && c.Provenance.Counts
                    && string.Equals(c.Evaluation, count.Evaluation, StringComparison.Ordinal)
                )?.Value / 2
                : null
        );

    /// <summary>Every quantity on which one evaluation is quoted in more than one way, in the order of the file.</summary>
    public static ImmutableArray<Statements> Find(ImmutableArray<RegulatorCount> counts) =>
        [
            .. counts
                .Where(c => c.Provenance.Counts)
                .Select(c => c with { Value = Read(c, counts) })
                .Where(c => c.Value is not null)
                .GroupBy(c => (c.Evaluation, c.Quantity))
                .Where(g => g.Select(c => (c.Qualifier, c.Value)).Distinct().Count() > 1)
                .Select(g => new Statements(g.Key.Evaluation, g.Key.Quantity, [.. g], Satisfiable([.. g]))),
        ];

    public static ReportTable Table(ImmutableArray<Statements> found) =>
        new(
            "cases-contradictions",
            "Quantities that one evaluation is quoted on in more than one way",
            [
                new("evaluation", "Evaluation"),
                new("quantity", "Quantity"),
                new("worded_as", "Worded as"),
                new("relation", "Read as"),
                new("value", "Number", 0),
                new("source", "As given by"),
                new("verdict", "Taken together"),
            ],
            [
                .. found.SelectMany(s =>
                    s.Counts.Select(c => new TableRow(
                        [
                            s.Evaluation,
                            Words(s.Quantity),
                            c.Wording ?? $"{c.Qualifier.Words()}{(c.Value is { } v ? Phrase.Number(v) : "no number")}",
                            c.Qualifier == Qualifier.Exactly ? "exactly" : c.Qualifier.Words().TrimEnd(),
                            c.Value,
                            c.Provenance.Source,
                            s.Satisfiable
                                ? "can all be true"
                                : "cannot all be true of one definition: the sources count different things, or one is wrong",
                        ],
                        null,
                        [c.Provenance.Key]
                    ))
                ),
            ]
        );

    internal static string Words(CountedQuantity quantity) =>
        quantity switch
        {
            CountedQuantity.TreatedPatients => "treated patients",
            CountedQuantity.Cases => "cases",
            CountedQuantity.CasesTestOffered => "cases offered a transgene test",
            CountedQuantity.CasesTestAttempted => "cases with a test attempted",
            CountedQuantity.CasesTested => "cases tested",
            CountedQuantity.CasesTransgenePositive => "cases with the transgene found",
            CountedQuantity.CasesOnsetKnown => "cases with known onset",
            CountedQuantity.CasesOnsetWithin12Months => "cases with onset within 12 months",
            CountedQuantity.OnsetWithin12MonthsPercent => "onset within 12 months (percent)",
            CountedQuantity.Reports => "reports",
            CountedQuantity.SecondPrimaryReports => "reports of any second primary",
            _ => throw new ArgumentOutOfRangeException(nameof(quantity), quantity, null),
        };

    private static bool Satisfiable(RegulatorCount[] counts)
    {
        var (low, high) = (double.NegativeInfinity, double.PositiveInfinity);
        var (above, below) = (double.NegativeInfinity, double.PositiveInfinity);
        foreach (var count in counts)
        {
            if (count.Value is not { } value)
                continue;
            switch (count.Qualifier)
            {
                case Qualifier.Exactly:
                    (low, high) = (Math.Max(low, value), Math.Min(high, value));
                    break;
                case Qualifier.About:
                    (low, high) = (Math.Max(low, value * (1 - About)), Math.Min(high, value * (1 + About)));
                    break;
                case Qualifier.MoreThan:
                    above = Math.Max(above, value);
                    break;
                case Qualifier.FewerThan:
                    below = Math.Min(below, value);
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(counts), count.Qualifier, null);
            }
        }

        return low <= high && above < below && above < high && below > low;
    }
}
