using System.Text;

namespace Longwatch.Exchange.Csv;

/// <summary>Finds the columns of a schema in the header line, and says what is wrong with that line.</summary>
internal static class Header
{
    /// <summary>Reads the names of the columns from the record at which the reader stands.</summary>
    /// <param name="places">Filled with the place in the file of each column of the schema; -1 where it is missing.</param>
    /// <returns>False when nothing of the header is usable.</returns>
    public static bool Bind(CsvReader reader, TableSchema schema, int[] places, ProblemLog log)
    {
        var names = new string[reader.Count];
        for (var i = 0; i < names.Length; i++)
            names[i] = Encoding.UTF8.GetString(reader[i]);
        if (WrongSeparator(names) is { } separator)
        {
            log.Error(reader.Line, null, separator);
            return false;
        }

        for (var i = 0; i < names.Length; i++)
        {
            var column = schema.Columns.FirstOrDefault(c => c.Name == names[i]);
            if (column is null)
                log.Error(reader.Line, null, Unknown(names[i], schema));
            else if (places[column.Ordinal] >= 0)
                log.Error(reader.Line, column.Name, new("the column twice", "each column once", "Delete one of the two columns."));
            else
                places[column.Ordinal] = i;
        }

        if (Array.TrueForAll(places, p => p < 0))
            return false;
        foreach (var missing in schema.Columns.Where(c => places[c.Ordinal] < 0))
            log.Error(
                reader.Line,
                missing.Name,
                new(
                    "no such column",
                    "it in the header line",
                    missing.Mandatory ? "Add the column." : "Add the column; its cells may be empty."
                )
            );
        return true;
    }

    private static ProblemText? WrongSeparator(string[] names)
    {
        if (names.Length > 1)
            return null;
        if (names[0].Contains(';', StringComparison.Ordinal))
            return new("cells separated by semicolons", "cells separated by commas", "Save the file as CSV with comma and decimal point.");
        return names[0].Contains('\t', StringComparison.Ordinal)
            ? new("cells separated by tabs", "cells separated by commas", "Save the file as CSV with comma and decimal point.")
            : null;
    }

    private static ProblemText Unknown(string name, TableSchema schema)
    {
        var known = schema.Columns.Select(c => c.Name).ToArray();
        var remedy = Nearest.Of(name, known) is { } near ? $"Did you mean {near}?" : "Rename or delete the column.";
        return new($"the unknown column {Shown.Text(name)}", $"columns {Shown.List(known)}", remedy);
    }
}
