using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Longwatch.Exchange.Csv;

/// <summary>The words for cells that cannot be read: what was found, what the column expects, and what most probably has to be done.</summary>
internal static partial class CellFaults
{
    private const string MissingRemedy = "Leave the cell empty when the value is not known.";

    public static ProblemText Missing(Column column) =>
        new(
            "an empty cell",
            column.Kind switch
            {
                ColumnKind.Id => "an identifier or code",
                ColumnKind.Text or ColumnKind.List => "text",
                _ => Expected(column),
            },
            column.Kind == ColumnKind.Code ? "Use a listed code." : "The column is mandatory: give its value."
        );

    public static ProblemText Ragged(int found, int expected) =>
        new(
            found == 1 ? "1 cell" : $"{found} cells",
            $"{expected}, as in the header line",
            found > expected
                ? "Put a cell that contains a comma in quotes, and write numbers with a decimal point."
                : "Add the missing cells; a value that is not known is an empty cell between commas."
        );

    public static ProblemText Hidden(string cell, Rune hidden) =>
        new(
            Shown.Text(cell),
            "text without invisible control characters",
            $"Delete the character U+{hidden.Value:X4}: it cannot be seen, and it can make a text read as another."
        );

    public static ProblemText Explain(Column column, string cell) => new(Shown.Text(cell), Expected(column), Remedy(column, cell));

    private static string Expected(Column column) =>
        column.Kind switch
        {
            ColumnKind.Date => "a full date as 2024-04-11",
            ColumnKind.PartialDate => "a date as 2024, 2024-04 or 2024-04-11",
            ColumnKind.Integer => $"a whole number{Range(column)}",
            ColumnKind.Number => $"a number with decimal point{Range(column)}",
            ColumnKind.Code => $"one of {Shown.List(column.Codes)}",
            ColumnKind.Id => "1 to 64 characters, without space at either end and without control characters",
            _ => "text that does not begin with = + - @ tab or CR",
        };

    private static string Range(Column column) =>
        (double.IsFinite(column.Range.Lowest), double.IsFinite(column.Range.Highest)) switch
        {
            (true, true) => string.Create(CultureInfo.InvariantCulture, $" from {column.Range.Lowest} to {column.Range.Highest}"),
            (true, false) => string.Create(CultureInfo.InvariantCulture, $" from {column.Range.Lowest}"),
            _ => "",
        };

    private static string Remedy(Column column, string cell)
    {
        if (column.Kind is not (ColumnKind.Text or ColumnKind.List) && cell.Trim() != cell && cell.Trim().Length > 0)
            return "Delete the space before or behind the value.";
        return column.Kind switch
        {
            ColumnKind.Date or ColumnKind.PartialDate => DateRemedy(column, cell),
            ColumnKind.Integer or ColumnKind.Number => NumberRemedy(column, cell),
            ColumnKind.Code when Nearest.Of(cell, column.Codes) is { } near => $"Did you mean {near}?",
            ColumnKind.Code when !column.Mandatory => "Use a listed code; leave the cell empty when the value is not known.",
            ColumnKind.Code => "Use a listed code.",
            _ when CellParser.LooksLikeFormula(Encoding.UTF8.GetBytes(cell)) =>
                "A spreadsheet program would run this as a formula: delete the sign, or write an apostrophe (') before it.",
            _ => "Shorten or correct the identifier.",
        };
    }

    private static string DateRemedy(Column column, string cell)
    {
        if (IsMissingMark(cell))
            return MissingRemedy;
        if (PartialIso().IsMatch(cell))
            return column.Kind == ColumnKind.Date && Domain.PartialDate.TryParse(cell, out _)
                ? "Give the day: this column needs a full date."
                : "Correct the month.";
        if (Iso().IsMatch(cell))
            return "This day does not exist, or is outside the years 1900 to 2200: correct it.";
        if (DayFirst().Match(cell) is { Success: true } other)
        {
            int first = int.Parse(other.Groups["first"].Value, CultureInfo.InvariantCulture),
                second = int.Parse(other.Groups["second"].Value, CultureInfo.InvariantCulture);
            return (first, second) switch
            {
                (> 12, <= 12) => "This looks like day, month, year: write year-month-day.",
                (<= 12, > 12) => "This looks like month, day, year: write year-month-day.",
                _ => "Day and month cannot be told apart in this order: write year-month-day.",
            };
        }

        return "Write year-month-day with dashes and leading zeros, without time of day.";
    }

    private static string NumberRemedy(Column column, string cell)
    {
        if (IsMissingMark(cell))
            return MissingRemedy;
        if (
            double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && double.IsFinite(value)
            && cell[0] != '+'
        )
            return value < column.Range.Lowest || value > column.Range.Highest
                ? "The number is out of range: correct it."
                : "Write a whole number without decimals.";
        if (Ambiguous().IsMatch(cell))
            return "If the comma is a decimal sign write a point; if it separates thousands leave it out.";
        if (DecimalComma().IsMatch(cell))
            return "The decimal sign is wrong: write a point instead of the comma.";
        if (Thousands().IsMatch(cell))
            return "Write the number without thousands sign, and with a decimal point.";
        if (cell.EndsWith('%'))
            return "Write the number without the percent sign; mind the unit of the column.";
        return cell[0] is '<' or '>' or '~' or '='
            ? "Write the number alone; a result below the limit of detection is told by its own columns."
            : "Write the number alone, without unit.";
    }

    private static bool IsMissingMark(string cell) =>
        cell.ToUpperInvariant() is "NA" or "N/A" or "NAN" or "NULL" or "NONE" or "UNKNOWN" or "UNK" or "-" or "." or "?";

    [GeneratedRegex(@"^\d{4}(-\d{2})?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex PartialIso();

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Iso();

    [GeneratedRegex(
        @"^(?<first>\d{1,2})[./-](?<second>\d{1,2})[./-](\d{4}|\d{2})$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex DayFirst();

    [GeneratedRegex(@"^-?\d{1,3},\d{3}$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Ambiguous();

    [GeneratedRegex(@"^-?\d+,\d+$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex DecimalComma();

    [GeneratedRegex(@"^-?\d{1,3}([ ,.'\u00A0\u202F]\d{3})+([.,]\d+)?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Thousands();
}
