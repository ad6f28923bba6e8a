using Longwatch.Domain.Treatment;
using Longwatch.Exchange.Csv;
using Longwatch.Exchange.Published;

namespace Longwatch.Exchange.FollowUp;

/// <summary>The vector family of each product of the catalogue: all that schedules ask of it.</summary>
public static class ProductVectors
{
    /// <summary>Reads products.csv.</summary>
    /// <exception cref="FormatException">The table cannot be read.</exception>
    public static IReadOnlyDictionary<string, VectorFamily> Read(Stream products)
    {
        var schema = new TableSchema(
            ProductsTable.Table.Schema.File,
            ProductsTable.Table.Schema.Meaning,
            ProductsTable.Table.Schema.Columns
        );
        var log = new ProblemLog(schema.File, 1);
        var vectors = new Dictionary<string, VectorFamily>(StringComparer.Ordinal);
        using var table = new TableReader(products, schema, log, CsvLimits.Default);
        while (table.Read())
            vectors[table.Required(ProductsTable.Code)] = table.Code(ProductsTable.Vector);
        return log.Errors == 0 ? vectors : throw new FormatException(string.Join(' ', ProblemLog.Join([log]).Lines()));
    }
}
