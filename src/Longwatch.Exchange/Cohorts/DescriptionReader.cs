using Longwatch.Exchange.Csv;

namespace Longwatch.Exchange.Cohorts;

/// <summary>What <c>dataset.csv</c> says of the set; both may be missing.</summary>
internal readonly record struct Description(string? Name, DateOnly? DataLock);

internal static class DescriptionReader
{
    private const string Schema = "1";

    public static Description Read(DatasetFolder folder) => folder.Read(DatasetTable.Schema, Read, optional: true);

    private static Description Read(TableReader row)
    {
        var description = default(Description);
        var fields = new HashSet<string>(StringComparer.Ordinal);
        while (row.Read())
        {
            var field = row.Text(DatasetTable.Field);
            var value = row.Text(DatasetTable.Value);
            if (field is null || value is null)
                continue;
            if (!fields.Add(field))
                row.Refuse(DatasetTable.Field, new($"{Shown.Text(field)} a second time", "each field once", "Delete one of the two rows."));
            switch (field)
            {
                case "name":
                    description = description with { Name = value };
                    break;
                case "data_lock" when CellParser.TryDate(row.Raw(DatasetTable.Value), out var day):
                    description = description with { DataLock = day };
                    break;
                case "data_lock":
                    row.Refuse(DatasetTable.Value, CellFaults.Explain(DatasetTable.Value with { Kind = ColumnKind.Date }, value));
                    break;
                case "schema":
                    if (value != Schema)
                        row.Refuse(
                            DatasetTable.Value,
                            new(Shown.Text(value), $"schema {Schema}", "Use the version of the program that knows this schema.")
                        );
                    break;
                default:
                    row.Refuse(
                        DatasetTable.Field,
                        new(Shown.Text(field), "name, data_lock or schema", "Correct the field or delete the row.")
                    );
                    break;
            }
        }

        return description;
    }
}
