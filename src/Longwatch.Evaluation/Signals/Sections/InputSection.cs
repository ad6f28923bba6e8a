using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation.Signals.Sections;

/// <summary>What was read, what was left out, and which names were taken for a product.</summary>
internal static class InputSection
{
    public static Section Of(SignalResult result, int number)
    {
        var (input, totals) = (result.Input, result.Totals);
        return new(
            number,
            "input",
            "Data",
            "What was read, what was left out, and why?",
            $"{input.Files.Sum(f => f.Rows):N0} rows in {input.Files.Length} {(input.Files.Length == 1 ? "file" : "files")} ({input.Form}) make {totals.Reports:N0} reports in their latest version, {totals.Cases:N0} cases; {totals.Drugs:N0} drugs, {totals.Events:N0} events, {totals.Pairs:N0} pairs, of which {totals.ScoredPairs:N0} with at least {result.Knowledge.Rules.MinimumReports} cases.",
            [],
            [Files(input), LeftOut(input), Products(result), Names(result)],
            [],
            [
                "Latest version of a case: the highest case version, of equal ones the latest receipt, then the highest report number. LAERS gives no version: a case known in both layouts is taken from FAERS.",
                "Products are found by INN, brand and code name, inside longer names, by active ingredient, and with one or two letters wrong where the name is long enough (data/signals).",
            ],
            [.. input.Notes]
        );
    }

    private static ReportTable Files(InputLedger input) =>
        new(
            "files",
            "Files read.",
            [
                new("file", "File"),
                new("table", "Table"),
                new("quarter", "Quarter"),
                new("lines", "Lines", 0),
                new("rows", "Rows", 0),
                new("broken", "Broken lines", 0),
                new("repaired", "Put together", 0),
                new("orphans", "Without a report", 0),
            ],
            [
                .. input.Files.Select(f => new TableRow([
                    f.Name,
                    f.Table,
                    f.Quarter,
                    (double)f.Lines,
                    (double)f.Rows,
                    (double)f.Broken,
                    (double)f.Repaired,
                    (double)f.Orphans,
                ])),
            ]
        );

    private static ReportTable LeftOut(InputLedger input) =>
        new(
            "left-out",
            "Left out, and why.",
            [new("reason", "Reason"), new("unit", "Unit"), new("number", "Number", 0)],
            [.. input.LeftOut.Select(l => new TableRow([l.Reason, l.Unit, (double)l.Count]))]
        );

    private static ReportTable Products(SignalResult result) =>
        new(
            "products",
            "Products watched, with a role that is counted.",
            [new("product", "Product"), new("cases", "Cases", 0), new("peers", "Cases of the same disease without a product", 0)],
            [.. result.Subjects.Select(s => new TableRow([s.Name, s.Cases, s.Peers]))]
        );

    private static ReportTable Names(SignalResult result) =>
        new(
            "names",
            "Names taken for a product, in any role.",
            [new("name", "Name as reported"), new("product", "Taken for"), new("how", "How"), new("reports", "Reports", 0)],
            [.. result.Names.Select(n => new TableRow([n.Name, n.Product, How(n.How), n.Reports]))]
        );

    private static string How(NameMatch how) =>
        how switch
        {
            NameMatch.Exact => "the same name",
            NameMatch.Contained => "stands in the name",
            NameMatch.Ingredient => "active ingredient",
            NameMatch.OneLetterWrong => "one letter wrong",
            NameMatch.TwoLettersWrong => "two letters wrong",
            _ => "",
        };
}
