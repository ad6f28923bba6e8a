using System.Collections.Immutable;
using Longwatch.Evaluation.Signals;
using Longwatch.Exchange.Csv;

namespace Longwatch.Exchange.Faers;

/// <summary>Reads <c>data/signals</c>: names of products, diseases treated, terms of each disease, groups of events, thresholds.</summary>
public static class SignalDataFiles
{
    private static readonly TableSchema Names = Schema(
        "product-names.csv",
        "Names under which a product is reported",
        ("product", "Code of the product."),
        ("name", "INN, brand or code name."),
        ("kind", "inn, brand or code_name.")
    );

    private static readonly TableSchema Indications = Schema(
        "product-indications.csv",
        "Diseases that a product treats",
        ("product", "Code of the product."),
        ("disease", "Code of the disease.")
    );

    private static readonly TableSchema Diseases = Schema(
        "index-diseases.csv",
        "Terms that name a disease treated, its relapse or progression",
        ("disease", "Code of the disease; any: whatever is treated."),
        ("match", "exact or starts."),
        ("term", "Preferred term, or its beginning.")
    );

    private static readonly TableSchema Groups = Schema(
        "event-groups.csv",
        "Terms of secondary malignancy in groups",
        ("group", "Code of the group."),
        ("match", "exact or starts."),
        ("term", "Preferred term, or its beginning.")
    );

    private static readonly TableSchema Rules = new(
        "rules.csv",
        "Thresholds",
        [
            new(0, "id", ColumnKind.Id, true, "Name of the threshold."),
            new(1, "value", ColumnKind.Number, true, "Its value."),
            new(2, "rule", ColumnKind.Text, true, "What it decides."),
            new(3, "unit", ColumnKind.Text, true, "Unit of the value."),
            .. Evidence(4),
        ]
    );

    /// <summary>Reads the folder.</summary>
    /// <exception cref="IOException">The files that come with Longwatch are missing or damaged; the message lists the problems.</exception>
    public static SignalKnowledge Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        TableSchema[] schemas = [Names, Indications, Diseases, Groups, Rules];
        var folder = new DatasetFolder(path, [.. schemas.Select(s => s.File)], CsvLimits.Default, null);
        var names = Texts(folder, Names);
        var indications = Texts(folder, Indications);
        var diseases = Texts(folder, Diseases);
        var groups = Texts(folder, Groups);
        var rules = folder.Read(
            Rules,
            table =>
            {
                var all = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
                while (table.Read())
                    all[table.Required(Rules.Columns[0])] = table.Number(Rules.Columns[1]) ?? 0;
                return all.ToImmutable();
            }
        );
        var problems = folder.Problems();
        return problems.Refused
            ? throw new IOException($"{path}: {string.Join(' ', problems.Lines())}")
            : new(
                [.. names.Select(r => new ProductName(r[0], r[1], r[2]))],
                [.. indications.Select(r => new ProductIndication(r[0], r[1]))],
                [.. diseases.Select(r => new TermRule(r[0], r[1] == "starts", r[2]))],
                [.. groups.Select(r => new TermRule(r[0], r[1] == "starts", r[2]))],
                SignalRules.From(rules!),
                folder.Fingerprint()
            );
    }

    private static List<string[]> Texts(DatasetFolder folder, TableSchema schema) =>
        folder.Read(
            schema,
            table =>
            {
                var own = schema.Columns.Length - 5;
                var rows = new List<string[]>();
                while (table.Read())
                    rows.Add([.. schema.Columns.Take(own).Select(table.Required)]);
                return rows;
            }
        ) ?? [];

    private static TableSchema Schema(string file, string meaning, params (string Name, string Meaning)[] columns) =>
        new(
            file,
            meaning,
            [.. columns.Select((c, i) => new Column(i, c.Name, ColumnKind.Text, true, c.Meaning)), .. Evidence(columns.Length)]
        );

    private static Column[] Evidence(int first) =>
        [
            new(first, "source", ColumnKind.Text, true, "Where it is from."),
            new(first + 1, "address", ColumnKind.Text, true, "Address of the source."),
            new(first + 2, "evidence", ColumnKind.Id, true, "V, V2, D, MK: as in the published evidence."),
            new(first + 3, "date", ColumnKind.PartialDate, true, "Date of the source."),
            new(first + 4, "note", ColumnKind.Text, false, "Remark."),
        ];
}
