using System.Collections.Immutable;
using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation;

/// <summary>How often one variable of one file is known.</summary>
/// <param name="Known">Rows in which it is known from a source that counts.</param>
/// <param name="Unverified">Rows in which it is carried but rests on background knowledge, or in a rejected row.</param>
/// <param name="Of">All rows to which the variable applies.</param>
internal sealed record Completeness(string File, string Variable, int Known, int Unverified, int Of)
{
    public int Missing => Of - Known - Unverified;

    public static ReportTable Table(ImmutableArray<Completeness> variables, string caption) =>
        new(
            "data-quality-completeness",
            caption,
            [
                new("variable", "Variable"),
                new("file", "File"),
                new("known", "n known", 0),
                new("of", "N", 0),
                new("share", "Known", 1, Percent: true),
                new("unverified", "Carried, not verified", 0),
                new("missing", "Missing", 0),
            ],
            [
                .. variables.Select(v => new TableRow([
                    $"{v.File}: {v.Variable}",
                    v.File,
                    v.Known,
                    v.Of,
                    v.Of == 0 ? default(Cell) : (double)v.Known / v.Of,
                    v.Unverified,
                    v.Missing,
                ])),
            ]
        );

    public static Chart Chart(ReportTable table) =>
        new(
            "data-quality-completeness-chart",
            "Share known per variable",
            "Horizontal bars: for each variable of each file the share of rows in which it is known from a source that counts.",
            VegaLite.Bars(table, "variable", new Axis("share", "Known (share of rows)"), new(Height: 17 * Math.Max(1, table.Rows.Length))),
            table.Id
        );

    public Estimate Estimate(double level) =>
        Estimates.Proportion(
            new(
                $"data-quality-{Slug(File)}-{Slug(Variable)}",
                $"{File}: {Variable} known",
                Unverified == 0 ? null : $"{Unverified} more are carried, not verified."
            ),
            Known,
            Of,
            level
        ) with
        {
            // Rows of a data set are no sample of anything: no interval.
            Intervals = [],
            Method = "Count of rows",
        };

    private static string Slug(string text)
    {
        var letters = text.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-').ToArray();
        return string.Join('-', new string(letters).Split('-', StringSplitOptions.RemoveEmptyEntries));
    }
}
