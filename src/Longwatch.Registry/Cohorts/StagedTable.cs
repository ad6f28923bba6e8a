using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace Longwatch.Registry.Cohorts;

/// <summary>How many rows of one table an import added, changed and found as they were.</summary>
public sealed record ImportCount(string Table, int Added, int Changed, int Unchanged);

/// <summary>One table on its way into the registry: copied into a temporary table, then told apart into new, changed and unchanged rows by its key.</summary>
/// <param name="Relation">Table of the registry.</param>
/// <param name="Key">Columns by which a row is known again.</param>
/// <param name="Columns">All columns but id, version and voided, with their types.</param>
internal sealed record StagedTable(string Relation, string[] Key, (string Name, NpgsqlDbType Type)[] Columns)
{
    private string Stage => "stage_" + Relation[(Relation.IndexOf('.', StringComparison.Ordinal) + 1)..];

    private string Names => string.Join(", ", Columns.Select(c => c.Name));

    /// <summary>Copies rows into the temporary table.</summary>
    /// <param name="write">Writes the id and then each column of one row.</param>
    public async Task Copy(NpgsqlConnection connection, int rows, Action<RowWriter, int> write, CancellationToken cancellation)
    {
        await Execute(
            connection,
            $"create temporary table {Stage} on commit drop as select id, {Names} from {Relation} with no data",
            cancellation
        );
        await using (
            var importer = await connection.BeginBinaryImportAsync($"copy {Stage} (id, {Names}) from stdin (format binary)", cancellation)
        )
        {
            var writer = new RowWriter(importer);
            for (var i = 0; i < rows; i++)
            {
                importer.StartRow();
                write(writer, i);
            }

            await importer.CompleteAsync(cancellation);
        }

        await Execute(connection, $"analyze {Stage}", cancellation);
    }

    /// <summary>Inserts the new rows and updates the changed ones; a voided row stays voided.</summary>
    public async Task<ImportCount> Merge(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var same = string.Join(" and ", Key.Select(k => $"t.{k} = s.{k}"));
        var changeable = Columns.Select(c => c.Name).Except(Key, StringComparer.Ordinal).ToArray();
        var changed =
            changeable.Length == 0
                ? 0
                : await Execute(
                    connection,
                    $"""
                    update {Relation} t set {string.Join(", ", changeable.Select(c => $"{c} = s.{c}"))} from {Stage} s
                    where {same} and not t.voided
                      and ({string.Join(", ", changeable.Select(c => $"t.{c}"))}) is distinct from ({string.Join(
                        ", ",
                        changeable.Select(c => $"s.{c}")
                    )})
                    """,
                    cancellation
                );
        var added = await Execute(
            connection,
            $"""
            insert into {Relation} (id, {Names}) select s.id, {string.Join(", ", Columns.Select(c => "s." + c.Name))} from {Stage} s
            where not exists (select from {Relation} t where {same}) order by s.id
            """,
            cancellation
        );
        await using var count = new NpgsqlCommand($"select count(*) from {Stage}", connection);
        var all = Convert.ToInt32(await count.ExecuteScalarAsync(cancellation), CultureInfo.InvariantCulture);
        return new(Relation[(Relation.IndexOf('.', StringComparison.Ordinal) + 1)..], added, changed, all - added - changed);
    }

    private static async Task<int> Execute(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        return await command.ExecuteNonQueryAsync(cancellation);
    }
}

/// <summary>Writes the cells of one row; null is an empty cell.</summary>
internal readonly struct RowWriter(NpgsqlBinaryImporter importer)
{
    public RowWriter Uuid(Guid? value) => Cell(value, NpgsqlDbType.Uuid);

    public RowWriter Date(DateOnly? value) => Cell(value, NpgsqlDbType.Date);

    public RowWriter Integer(int? value) => Cell(value, NpgsqlDbType.Integer);

    public RowWriter Number(double? value) => Cell(value, NpgsqlDbType.Double);

    public RowWriter Text(string? value)
    {
        if (value is null)
            importer.WriteNull();
        else
            importer.Write(value, NpgsqlDbType.Text);
        return this;
    }

    private RowWriter Cell<T>(T? value, NpgsqlDbType type)
        where T : struct
    {
        if (value is { } there)
            importer.Write(there, type);
        else
            importer.WriteNull();
        return this;
    }
}
