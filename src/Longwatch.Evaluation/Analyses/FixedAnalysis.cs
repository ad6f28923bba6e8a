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

    /// <summary>Random tables decide its P values where there are too many to be listed.</summary>
    public bool Random { get; init; }

    public FixedAnalysis Constant(string name, params ImmutableArray<double> values) =>
        this with
        {
            Constants = Constants.Add(name, values),
        };

    /// <summary>The sections with their analyses: specification, place of the result, diagnostics.</summary>
    public static ImmutableArray<Section> Attach(
        ImmutableArray<Section> sections,
        ImmutableArray<FixedAnalysis> declared,
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
                return section with { Analyses = [.. own.Select(d => d.Of(section, own, reference, options))] };
            }),
        ];

    /// <summary>Whether the id is one of the patterns; the longest pattern that fits is the only one that counts.</summary>
    private static bool Holds(FixedAnalysis asked, FixedAnalysis[] all, Func<FixedAnalysis, ImmutableArray<string>> patterns, string id)
    {
        var longest = all.SelectMany(d => patterns(d)).Where(p => Fits(p, id)).MaxBy(p => p.Length);
        return longest is not null && patterns(asked).Contains(longest, StringComparer.Ordinal);
    }

    private static bool Fits(string pattern, string id) =>
        pattern.EndsWith('*')
            ? id.StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal)
            : string.Equals(pattern, id, StringComparison.Ordinal);

    private SectionAnalysis Of(Section section, FixedAnalysis[] all, PublishedEvidence reference, EvaluationOptions options)
    {
        Estimate[] estimates = [.. section.Estimates.Where(e => Holds(this, all, d => d.Estimates, e.Id))];
        ReportTable[] tables = [.. section.Tables.Where(t => Holds(this, all, d => d.Tables, t.Id))];
        var answered = estimates.Length > 0 ? estimates.Any(e => e.Value is not null) : tables.Any(t => !t.Rows.IsEmpty);
        var (asked, without) = (estimates.Length, estimates.Count(e => e.Value is null));
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
            answered ? AnalysisStatus.Estimated : AnalysisStatus.CannotBeEstimated,
            answered ? null : estimates.Select(e => e.Note).FirstOrDefault() ?? "The data hold nothing to answer from.",
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

    private ImmutableSortedDictionary<string, ImmutableArray<double>> Values(PublishedEvidence reference)
    {
        var values = ImmutableSortedDictionary.CreateBuilder<string, ImmutableArray<double>>(StringComparer.Ordinal);
        foreach (var key in Assumptions.Where(a => !a.EndsWith('*')))
            values[key] = [];
        foreach (var (key, given) in AssumptionValues.Of(reference))
            if (Assumptions.Any(a => Fits(a, key)))
                values[key] = given;
        return values.ToImmutable();
    }
}
