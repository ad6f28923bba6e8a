using System.Collections.Immutable;
using Longwatch.Domain.Cases;
using Longwatch.Domain.Evidence;
using Longwatch.Exchange.Csv;

namespace Longwatch.Exchange.Published;

/// <summary>Reads published evidence: all files in one pass, keys across files checked; the evidence, or every problem.</summary>
internal static class PublishedSetReader
{
    public static ImmutableArray<PublishedTable> Tables { get; } =
    [
        ProductsTable.Table,
        ApprovalsTable.Table,
        CountsTable.Table,
        CohortsTable.Table,
        CohortProductsTable.Table,
        CasesTable.Table,
        CaseSitesTable.Table,
        BackgroundTable.Table,
        ThresholdsTable.Table,
        AssumptionsTable.Table,
        BenefitsTable.Table,
    ];

    public static IReadOnlyList<string> Files { get; } = [.. Tables.Select(t => t.Schema.File)];

    /// <summary>Reads the set; null when there is an error, and the folder then knows all problems.</summary>
    public static PublishedEvidence? Read(DatasetFolder folder)
    {
        var products = new KeySet(ProductsTable.Table.Schema.File);
        var cohorts = new KeySet(CohortsTable.Table.Schema.File);
        var cases = new KeySet(CasesTable.Table.Schema.File);
        // Order matters: a table that others refer to comes before them.
        var catalogue = Table(folder, ProductsTable.Table, products, row => CatalogueRows.Product(row, products));
        var approvals = Table(folder, ApprovalsTable.Table, null, row => CatalogueRows.Approval(row, products));
        var counts = Table(folder, CountsTable.Table, null, EvidenceRows.Count());
        var published = Table(folder, CohortsTable.Table, cohorts, row => EvidenceRows.Cohort(row, cohorts));
        var mixes = Table(folder, CohortProductsTable.Table, null, EvidenceRows.CohortProduct(cohorts, products));
        var reported = Table(folder, CasesTable.Table, cases, row => CaseRows.Case(row, cases, products));
        var sites = Table(folder, CaseSitesTable.Table, null, row => CaseRows.Site(row, cases));
        var background = Table(folder, BackgroundTable.Table, null, CatalogueRows.Background());
        var thresholds = Table(folder, ThresholdsTable.Table, null, CatalogueRows.Threshold());
        var assumptions = Table(folder, AssumptionsTable.Table, null, CatalogueRows.Assumption());
        var benefits = Table(folder, BenefitsTable.Table, null, CatalogueRows.Benefit(products));
        if (folder.Problems().Refused)
            return null;
        return new(
            folder.Name,
            counts,
            published,
            mixes,
            WithSites(reported, sites),
            catalogue,
            approvals,
            background,
            thresholds,
            assumptions,
            benefits
        );
    }

    private static ImmutableArray<T> Table<T>(DatasetFolder folder, PublishedTable table, KeySet? keys, Func<TableReader, T> read)
    {
        var rows = ImmutableArray.CreateBuilder<T>();
        var complete = folder.Read(
            table.Schema,
            row =>
            {
                while (row.Read())
                    rows.Add(read(row));
                return row.Complete && row.Lost.Count == 0;
            },
            optional: ReferenceEquals(table, BenefitsTable.Table)
        );
        if (keys is not null)
            keys.Whole = complete;
        return rows.DrainToImmutable();
    }

    private static ImmutableArray<MolecularCase> WithSites(
        ImmutableArray<MolecularCase> cases,
        ImmutableArray<(string Case, IntegrationSite Site)> sites
    )
    {
        var byCase = sites.ToLookup(s => s.Case, s => s.Site, StringComparer.Ordinal);
        return [.. cases.Select(c => c with { Sites = [.. byCase[c.Id]] })];
    }
}

/// <summary>The keys of one table of published evidence.</summary>
internal sealed class KeySet(string file)
{
    private const int Longest = 64;

    private readonly HashSet<string> keys = new(StringComparer.Ordinal);

    /// <summary>False while not all keys are known: then no reference is called unknown.</summary>
    public bool Whole { get; set; }

    /// <summary>Reads a key that must be new.</summary>
    public string New(TableReader row, Column column)
    {
        var key = row.Required(column);
        if (key.Length == 0)
            return key;
        if (!IsPlain(key))
            row.Refuse(
                column,
                new(
                    Shown.Text(key),
                    $"at most {Longest} of the characters a to z, 0 to 9, - and _, beginning with a letter or digit",
                    "Write the id in these characters: it names numbers and files of the report."
                )
            );
        else if (!keys.Add(key))
            row.Refuse(
                column,
                new(
                    $"{Shown.Text(key)} a second time",
                    "an id that is unique in the file",
                    "Delete the repeated row, or give it its own id."
                )
            );
        return key;
    }

    /// <summary>Refuses a row whose two values together, say cohort and product, came before.</summary>
    public void NewPair(TableReader row, Column column, string first, string second)
    {
        if (first.Length > 0 && second.Length > 0 && !keys.Add($"{first}\0{second}"))
            row.Refuse(
                column,
                new(
                    $"{Shown.Text(second)} a second time for {Shown.Text(first)}",
                    "one row for each pair",
                    "Delete the repeated row, or correct one of the two."
                )
            );
    }

    /// <summary>Reads a key that must be known; null when the cell is empty.</summary>
    public string? Known(TableReader row, Column column)
    {
        var key = row.Text(column);
        if (key is null || !Whole || keys.Contains(key))
            return key;
        var remedy = Nearest.Of(key, keys.Order(StringComparer.Ordinal).ToArray()) is { } near
            ? $"Did you mean {near}?"
            : $"Correct the key, or add its row to {file}.";
        row.Refuse(column, new(Shown.Text(key), $"a key of {file}", remedy));
        return key;
    }

    private static bool IsPlain(string key) =>
        key.Length <= Longest
        && key[0] is not ('-' or '_')
        && key.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_');
}
