using System.Text;

namespace Longwatch.Registry.Store;

/// <summary>Which texts are kept. What a person types is kept as typed, and encoded wherever it is shown.</summary>
public static class PlainText
{
    /// <summary>One line: no control or direction characters, no angle brackets, which no name or code has and markup needs.</summary>
    public static bool IsLine(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return IsWhole(text) && !text.Any(c => c is '<' or '>' || char.IsControl(c) || TurnsDirection(c));
    }

    /// <summary>Several lines in a person's words; angle brackets are welcome ("VCN &lt; 0.01").</summary>
    public static bool IsProse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return IsWhole(text) && !text.Any(c => (char.IsControl(c) && c is not ('\n' or '\t' or '\r')) || TurnsDirection(c));
    }

    /// <summary>Characters that let a text read otherwise than it is stored.</summary>
    private static bool TurnsDirection(char c) => c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\uFEFF';

    private static bool IsWhole(string text)
    {
        foreach (var rune in text.EnumerateRunes())
            if (rune == Rune.ReplacementChar)
                return false;
        return true;
    }
}
