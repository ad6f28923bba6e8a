using System.Collections.Immutable;
using Longwatch.Domain.Evidence;
using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation.Analyses;

/// <summary>How one analysis of a section is declared, once for all data sets.</summary>
/// <param name="Id">Unique, kebab-case, prefixed with the section id.</param>
/// <param name="Estimates">Ids of its estimates; a star at the end stands for any ending. An estimate belongs to the longest that fits.</param>
/// <param name="Tables">Ids of its tables, likewise; several analyses may name one table.</param>
internal sealed record FixedAnalysis(
    string Id,
    string Title,
    string Population,
    string Outcome,
    string Method,
    ImmutableArray<string> Estimates,
    ImmutableArray<string> Tables
)
{
    /// <summary>Keys of the assumptions that move its numbers; a star at the end stands for any ending.</summary>
    public ImmutableArray<string> Assumptions { get; init; } = [];

    public ImmutableSortedDictionary<string, ImmutableArray<double>> Constants { get; init; } =
        ImmutableSortedDictionary.Create<string, ImmutableArray<double>>(StringComparer.Ordinal);

    /// <summary>No number of it depends on the confidence level.</summary>
    public bool WithoutLevel { get; init; }

    /// <summary>Tables that answer the question as far as it can be, also where no estimate does.</summary>
    public ImmutableArray<string> Answers { get; init; } = [];

    /// <summary>Random tables decide its P values where there are too many to be listed.</summary>
    public bool Random { get; init; }

    public FixedAnalysis Constant(string name, params ImmutableArray<double> values) =>
        this with
        {
            Constants = Constants.Add(name, values),
        };

    /// <summary>The sections with their analyses: specification, place of the result, diagnostics.</summary>
    /// <param name="counts">What the data set holds, to be told with every answer and with every lack of one.</param>
    public static ImmutableArray<Section> Attach(
        ImmutableArray<Section> sections,
        ImmutableArray<FixedAnalysis> declared,
        ImmutableSortedDictionary<string, double> counts,
        PublishedEvidence reference,
        EvaluationOptions options
    ) =>
        [
            .. sections.Select(section =>
            {
                FixedAnalysis[] own = [.. declared.Where(d => d.Id.StartsWith(section.Id + "-", StringComparison.Ordinal))];
                if (section.Diagnostics.FirstOrDefault(d => Array.TrueForAll(own, a => a.Id != d.Analysis)) is { Analysis: { } unknown })
                    throw new InvalidOperationException(
                        $"A diagnostic is of the analysis {unknown}, which section {section.Id} does not have."
                    );
                return section with { Analyses = [.. own.Select(d => d.Of(section, own, counts, reference, options))] };
            }),
        ];

    /// <summary>Whether the id is one of the patterns; the longest pattern that fits is the only one that counts.</summary>
    private static bool Holds(FixedAnalysis asked, FixedAnalysis[] all, Func<FixedAnalysis, ImmutableArray<string>> patterns, string id)
    {
        var longest = all.SelectMany(d => patterns(d)).Where(p => Fits(p, id)).MaxBy(p => p.Length);
        return longest is not null && patterns(asked).Contains(longest, StringComparer.Ordinal);
    }

    internal static bool Fits(string pattern, string id) =>
        pattern.EndsWith('*')
            ? id.StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal)
            : string.Equals(pattern, id, StringComparison.Ordinal);

    private SectionAnalysis Of(
        Section section,
        FixedAnalysis[] all,
        ImmutableSortedDictionary<string, double> counts,
        PublishedEvidence reference,
        EvaluationOptions options
    )
    {
        Estimate[] estimates = [.. section.Estimates.Where(e => Holds(this, all, d => d.Estimates, e.Id))];
        ReportTable[] tables = [.. section.Tables.Where(t => Holds(this, all, d => d.Tables, t.Id))];
        var (asked, without) = (estimates.Length, estimates.Count(e => e.Value is null));
        var answered = without < asked || tables.Where(t => asked == 0 || Answers.Contains(t.Id, StringComparer.Ordinal)).Any(HasNumbers);
        return new(
            new(
                Id,
                Title,
                Population,
                Outcome,
                Method,
                WithoutLevel ? null : options.Level,
                Random ? options.Seed : null,
                Values(reference),
                Constants
            ),
            !answered ? AnalysisStatus.CannotBeEstimated
                : without == 0 ? AnalysisStatus.Estimated
                : AnalysisStatus.PartlyEstimated,
            estimates.Where(e => e.Value is null).Select(e => e.Note).FirstOrDefault()
                ?? (answered ? null : "There is nothing in the data to answer from."),
            counts,
            [.. estimates.Select(e => e.Id)],
            [.. tables.Select(t => t.Id)],
            [
                .. asked == 0
                    ? []
                    : (AnalysisDiagnostic[])[new("without_answer", $"Numbers without an answer, of {asked}", without, "0", without == 0)],
                .. section.Diagnostics.Where(d => string.Equals(d.Analysis, Id, StringComparison.Ordinal)).Select(d => d.Diagnostic),
            ]
        );
    }

    /// <summary>A row that is counted has a limit, or in a table without limits a number other than 0: counts are no answer.</summary>
    private static bool HasNumbers(ReportTable table)
    {
        int[] limits = [.. Enumerable.Range(0, table.Columns.Length).Where(c => table.Columns[c].Id is "lower" or "upper")];
        return table.Rows.Any(r =>
            r.GreyedBecause is null
            && (limits.Length > 0 ? limits.Any(c => r.Cells[c].Number is not null) : r.Cells.Any(c => c.Number is { } n && n != 0))
        );
    }

    private ImmutableSortedDictionary<string, ImmutableArray<double>> Values(PublishedEvidence reference)
    {
        var values = ImmutableSortedDictionary.CreateBuilder<string, ImmutableArray<double>>(StringComparer.Ordinal);
        foreach (var key in Assumptions.Where(a => !a.EndsWith('*')))
            values[key] = [];
        foreach (var (key, given) in AssumptionValues.Of(reference))
            if (Assumptions.Any(a => Fits(a, key)))
            {
                var range = AssumptionRange.Of(key);
                ImmutableArray<double> usable = [.. given.Where(range.Contains)];
                values[key] = range.First && usable.Length > 1 ? [usable[0]] : usable;
            }

        return values.ToImmutable();
    }
}
