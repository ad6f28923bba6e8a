using System.Globalization;
using System.Text;

namespace Longwatch.Genomics.Text;

/// <summary>Cells of one line of delimited text, quoted or not.</summary>
public static class Cells
{
    /// <summary>The separator of a header: tab if there is one, else semicolon or comma, whichever is more frequent.</summary>
    public static char SeparatorOf(ReadOnlySpan<char> header) =>
        header.Contains('\t') ? '\t'
        : header.Count(';') > header.Count(',') ? ';'
        : ',';

    /// <summary>Splits a line. A cell that begins with a double quote runs to the closing one, in which two stand for one.</summary>
    /// <returns>False when a quote is not closed in this line: such cells over several lines are not read.</returns>
    public static bool Split(ReadOnlySpan<char> line, char separator, List<string> cells)
    {
        cells.Clear();
        if (!line.Contains('"'))
        {
            foreach (var range in line.Split(separator))
                cells.Add(line[range].Trim(' ').ToString());
            return true;
        }

        var at = 0;
        while (true)
        {
            if (at < line.Length && line[at] == '"')
            {
                var text = new StringBuilder();
                for (at++; ; at++)
                {
                    if (at >= line.Length)
                        return false;
                    if (line[at] != '"')
                        text.Append(line[at]);
                    else if (at + 1 < line.Length && line[at + 1] == '"')
                        text.Append(line[at++]);
                    else
                        break;
                }

                cells.Add(text.ToString());
                at++;
                var next = line[at..].IndexOf(separator);
                if (next < 0)
                    return true;
                at += next + 1;
            }
            else
            {
                var next = line[at..].IndexOf(separator);
                cells.Add((next < 0 ? line[at..] : line.Slice(at, next)).Trim(' ').ToString());
                if (next < 0)
                    return true;
                at += next + 1;
            }
        }
    }

    public static bool IsMissing(ReadOnlySpan<char> cell) => cell.IsEmpty || cell is "NA" or "NaN" or "na" or "." or "-" or "null";

    public static bool Number(ReadOnlySpan<char> cell, out double value) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    public static bool Whole(ReadOnlySpan<char> cell, out long value) =>
        long.TryParse(cell, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
}
