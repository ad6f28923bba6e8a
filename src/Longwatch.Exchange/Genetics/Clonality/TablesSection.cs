using Longwatch.Evaluation.Report;
using Longwatch.Exchange.Genetics.Report;
using Longwatch.Genomics.Clones;

namespace Longwatch.Exchange.Genetics.Clonality;

/// <summary>What was read, and what was assumed.</summary>
internal static class TablesSection
{
    internal static Section Of(SitesResultSet result, int number) =>
        Pieces.Section(
            number,
            "input",
            "Input",
            "What was read, and what had to be assumed?",
            FormattableString.Invariant(
                $"{result.Tables.Count} tables with {result.Tables.Sum(t => (long)t.Rows.Count)} rows, abundance in {result.Unit.ToString().ToLowerInvariant()}; rules {result.Rules.Version}."
            )
        ) with
        {
            Tables =
            [
                new(
                    "tables",
                    "Tables read",
                    [
                        new("file", "File"),
                        new("format", "Format"),
                        new("abundance", "Abundance from"),
                        new("assembly", "Assembly"),
                        new("rows", "Rows", 0),
                        new("persons", "Persons", 0),
                    ],
                    [
                        .. result.Tables.Select(t =>
                            Pieces.Row(
                                Path.GetFileName(t.File),
                                t.Format,
                                t.AbundanceColumn,
                                t.Assembly,
                                t.Rows.Count,
                                t.Rows.Select(r => r.Person).Distinct(StringComparer.Ordinal).Count()
                            )
                        ),
                    ]
                ),
            ],
            Caveats = [.. result.Notes],
            Methods =
            [
                $"Genes: {result.GeneTable}; cancer-gene lists: {string.Join("; ", result.Lists.Select(l => FormattableString.Invariant($"{l.Name} ({l.Symbols.Count} symbols, {(l.Licence.Length > 0 ? l.Licence : "licence not stated")})")))}.",
            ],
        };
}
