using System.Collections.Immutable;
using Longwatch.Evaluation.Report;

namespace Longwatch.Exchange.Report;

/// <summary>What must hold of every report before it is written; a breach is a bug of the section that made it.</summary>
internal static class ReportRules
{
    internal static void Check(EvaluationReport report) => Check(report.Sections, report.Sources);

    /// <summary>Of a report that cites no sources.</summary>
    internal static void Check(ImmutableArray<Section> sections) => Check(sections, ImmutableSortedDictionary<string, SourceEntry>.Empty);

    private static void Check(ImmutableArray<Section> sections, ImmutableSortedDictionary<string, SourceEntry> sources)
    {
        Unique("section", sections.Select(s => s.Id));
        Unique("estimate", sections.SelectMany(s => s.Estimates).Select(e => e.Id));
        Unique("table", sections.SelectMany(s => s.Tables).Select(t => t.Id));
        Unique("chart", sections.SelectMany(s => s.Charts).Select(c => c.Id));
        foreach (var section in sections)
        {
            foreach (var estimate in section.Estimates)
                Check(sources, estimate);
            foreach (var table in section.Tables)
                Check(sources, table);
            foreach (var chart in section.Charts)
                if (section.Tables.All(table => !string.Equals(table.Id, chart.TableId, StringComparison.Ordinal)))
                    throw Bug($"chart {chart.Id}: its section has no table {chart.TableId}");
        }
    }

    private static void Check(ImmutableSortedDictionary<string, SourceEntry> sources, Estimate estimate)
    {
        var what = $"estimate {estimate.Id}";
        if (estimate.Status == EstimateStatus.Estimated != estimate.Value.HasValue)
            throw Bug($"{what}: a value is there exactly when the status is 'estimated'");
        if (estimate.Status != EstimateStatus.Estimated && string.IsNullOrWhiteSpace(estimate.Note))
            throw Bug($"{what}: the note must say why there is no value");
        if (estimate.Numerator.HasValue != estimate.Denominator.HasValue)
            throw Bug($"{what}: numerator and denominator come together");
        double?[] numbers = [estimate.Value, estimate.Numerator, estimate.Denominator];
        foreach (var number in numbers)
            NotNaN(number, what);
        foreach (var interval in Items(estimate.Intervals))
        {
            NotNaN(interval.Lower, what);
            NotNaN(interval.Upper, what);
            if (interval.Lower > interval.Upper)
                throw Bug($"{what}: the lower limit {interval.Lower:R} lies above the upper one {interval.Upper:R}");
        }
        Known(sources, estimate.Sources, what);
    }

    private static void Check(ImmutableSortedDictionary<string, SourceEntry> sources, ReportTable table)
    {
        var what = $"table {table.Id}";
        if (table.Columns.IsDefaultOrEmpty)
            throw Bug($"{what}: no columns");
        if (table.Id.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')))
            throw Bug($"{what}: the id is a file name: letters, digits, hyphens");
        Unique($"column of {what}", table.Columns.Select(c => c.Id));
        foreach (var row in Items(table.Rows))
        {
            if (row.Cells.Length != table.Columns.Length)
                throw Bug($"{what}: a row has {row.Cells.Length} cells for {table.Columns.Length} columns");
            foreach (var cell in row.Cells)
                NotNaN(cell.Number, what);
            Known(sources, row.Sources, what);
        }
    }

    /// <summary>An immutable array that was never set counts as empty.</summary>
    internal static ImmutableArray<T> Items<T>(ImmutableArray<T> items) => items.IsDefault ? [] : items;

    private static void Known(ImmutableSortedDictionary<string, SourceEntry> sources, ImmutableArray<string> keys, string what)
    {
        foreach (var key in Items(keys))
            if (!sources.ContainsKey(key))
                throw Bug($"{what}: the source '{key}' is not in the report");
    }

    private static void NotNaN(double? number, string what)
    {
        if (number is { } given && double.IsNaN(given))
            throw Bug($"{what}: holds a number that is not a number");
    }

    private static void Unique(string kind, IEnumerable<string> ids)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var id in ids)
            if (!seen.Add(id))
                throw Bug($"{kind} id '{id}' is used twice");
    }

    private static InvalidOperationException Bug(string message) => new("The report contradicts itself: " + message + ".");
}
