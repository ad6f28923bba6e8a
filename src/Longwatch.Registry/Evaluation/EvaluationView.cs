using System.Collections.Immutable;
using Longwatch.Evaluation.Report;

namespace Longwatch.Registry.Evaluation;

/// <summary>An evaluation as pages show it: every number as text, as the report prints it.</summary>
public sealed record EvaluationView(string Title, ImmutableArray<SectionView> Sections)
{
    internal static EvaluationView Of(EvaluationReport report) => new(report.Title, [.. report.Sections.Select(SectionView.Of)]);
}

/// <summary>One of the regulator's questions with its answer and evidence.</summary>
public sealed record SectionView(
    int Number,
    string Id,
    string Title,
    string Question,
    string Answer,
    ImmutableArray<EstimateView> Estimates,
    ImmutableArray<ChartView> Charts,
    ImmutableArray<TableView> Tables,
    ImmutableArray<string> Methods,
    ImmutableArray<string> Caveats
)
{
    internal static SectionView Of(Section section) =>
        new(
            section.Number,
            section.Id,
            section.Title,
            section.Question,
            section.Answer,
            [.. Items(section.Estimates).Select(EstimateView.Of)],
            [.. Items(section.Charts).Select(c => new ChartView(c.Title, c.Description, c.VegaLite.ToJsonString(), c.TableId))],
            [.. Items(section.Tables).Select(TableView.Of)],
            Items(section.Methods),
            Items(section.Caveats)
        );

    internal static ImmutableArray<T> Items<T>(ImmutableArray<T> items) => items.IsDefault ? [] : items;
}

/// <summary>One number as it is printed.</summary>
/// <param name="Value">Null when it could not be estimated; <paramref name="Note"/> says why.</param>
/// <param name="Counts">n/N; null when the number is no proportion.</param>
public sealed record EstimateView(
    string Id,
    string Label,
    string? Value,
    double? Number,
    string? Counts,
    ImmutableArray<string> Intervals,
    string Method,
    string? Note
)
{
    internal static EstimateView Of(Estimate estimate) =>
        new(
            estimate.Id,
            estimate.Label,
            estimate.Status == EstimateStatus.Estimated ? NumberText.Value(estimate) : NumberText.Status(estimate.Status),
            estimate.Value,
            NumberText.Counts(estimate),
            [.. SectionView.Items(estimate.Intervals).Select(i => NumberText.Interval(estimate, i))],
            estimate.Method,
            estimate.Note
        );
}

/// <summary>A Vega-Lite specification and the table of the same numbers.</summary>
public sealed record ChartView(string Title, string Description, string Specification, string TableId);

/// <summary>A table with its cells as text.</summary>
/// <param name="Numeric">Which columns hold numbers.</param>
/// <param name="NotCounted">For each row why it is not counted; null where it is.</param>
public sealed record TableView(
    string Id,
    string Caption,
    ImmutableArray<string> Headers,
    ImmutableArray<bool> Numeric,
    ImmutableArray<ImmutableArray<string>> Rows,
    ImmutableArray<string?> NotCounted
)
{
    internal static TableView Of(ReportTable table) =>
        new(
            table.Id,
            table.Caption,
            [.. table.Columns.Select(c => c.Header)],
            [.. table.Columns.Select((_, i) => table.Rows.Any(r => r.Cells[i].Number is not null))],
            [.. table.Rows.Select(r => r.Cells.Select((c, i) => Text(c, table.Columns[i])).ToImmutableArray())],
            [.. table.Rows.Select(r => r.GreyedBecause)]
        );

    private static string Text(Cell cell, TableColumn column) =>
        cell.Number is { } number ? NumberText.Cell(number, column) : cell.Text ?? "";
}
