using System.Globalization;
using System.Text;

namespace Longwatch.Exchange.Csv;

/// <summary>Puts bytes of a file into a message: in quotes, control characters made visible, cut at 60 characters.</summary>
internal static class Shown
{
    private const int Longest = 60;

    public static string Cell(ReadOnlySpan<byte> cell) => Text(Encoding.UTF8.GetString(cell[..Math.Min(cell.Length, 4 * Longest)]));

    public static string Text(string text)
    {
        if (text.Length == 0)
            return "an empty cell";
        var shown = new StringBuilder("\"");
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, Longest)))
            _ = c switch
            {
                '\n' => shown.Append("\\n"),
                '\r' => shown.Append("\\r"),
                '\t' => shown.Append("\\t"),
                _ when char.IsControl(c) || char.IsSurrogate(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format => shown.Append(
                    CultureInfo.InvariantCulture,
                    $"\\u{(int)c:x4}"
                ),
                _ => shown.Append(c),
            };
        return shown.Append(text.Length > Longest ? "…\"" : "\"").ToString();
    }

    public static string List(IEnumerable<string> words) => string.Join(", ", words);
}
