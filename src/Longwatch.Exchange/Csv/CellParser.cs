using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Longwatch.Domain;

namespace Longwatch.Exchange.Csv;

/// <summary>Turns the bytes of a cell into a value. Nothing is trimmed and nothing is guessed: what has not exactly the form is refused.</summary>
internal static class CellParser
{
    private const int FirstYear = 1900;
    private const int LastYear = 2200;
    private const int LongestId = 64;

    /// <summary>Control characters in ASCII, and the first bytes of those beyond it.</summary>
    private static readonly SearchValues<byte> Suspect = SearchValues.Create([
        .. Enumerable.Range(0, 0x20).Where(b => b is not ('\t' or '\n' or '\r')).Select(b => (byte)b),
        0x7F,
        0xC2,
        0xD8,
        0xE2,
    ]);

    public static bool TryDate(ReadOnlySpan<byte> cell, out DateOnly date)
    {
        date = default;
        if (cell.Length != 10 || cell[4] != '-' || cell[7] != '-')
            return false;
        var year = (100 * Two(cell)) + Two(cell[2..]);
        var month = Two(cell[5..]);
        var day = Two(cell[8..]);
        if (year is < FirstYear or > LastYear || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        date = new DateOnly(year, month, day);
        return true;
    }

    public static bool TryPartialDate(ReadOnlySpan<byte> cell, out PartialDate date)
    {
        Span<char> text = stackalloc char[10];
        date = default;
        if (cell.Length > text.Length)
            return false;
        for (var i = 0; i < cell.Length; i++)
            text[i] = (char)cell[i];
        return PartialDate.TryParse(text[..cell.Length], out date);
    }

    public static bool TryInteger(ReadOnlySpan<byte> cell, out int value) =>
        Utf8Parser.TryParse(cell, out value, out var used) && used == cell.Length && cell[0] != '+';

    public static bool TryNumber(ReadOnlySpan<byte> cell, out double value) =>
        Utf8Parser.TryParse(cell, out value, out var used) && used == cell.Length && cell[0] != '+' && double.IsFinite(value);

    /// <summary>True when a spreadsheet program would run the cell as a formula.</summary>
    public static bool LooksLikeFormula(ReadOnlySpan<byte> cell) =>
        cell.Length > 0 && (byte)cell[0] is (byte)'=' or (byte)'+' or (byte)'-' or (byte)'@' or (byte)'\t' or (byte)'\r';

    /// <summary>True for an apostrophe, or several, before what looks like a formula: the first one is the escape sign and not text.</summary>
    public static bool HasEscape(ReadOnlySpan<byte> cell)
    {
        var text = cell.TrimStart((byte)'\'');
        return text.Length < cell.Length && LooksLikeFormula(text);
    }

    public static bool IsId(ReadOnlySpan<byte> cell)
    {
        if (cell.Length is 0 or > LongestId || cell[0] == ' ' || cell[^1] == ' ')
            return false;
        foreach (var b in cell)
            if (b is < 0x20 or 0x7F)
                return false;
        return true;
    }

    /// <summary>False when no byte of the cell can belong to a hidden character: the quick check.</summary>
    public static bool MayHide(ReadOnlySpan<byte> cell) => cell.ContainsAny(Suspect);

    /// <summary>The first control character other than tab and line end, or sign that changes the direction of writing; null when there is none.</summary>
    /// <remarks>Unicode Standard Annex 9, table of explicit directional formatting characters.</remarks>
    public static Rune? Hidden(ReadOnlySpan<byte> cell)
    {
        while (Rune.DecodeFromUtf8(cell, out var rune, out var length) == OperationStatus.Done)
        {
            if (
                Rune.IsControl(rune) && rune.Value is not ('\t' or '\n' or '\r')
                || rune.Value is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069)
            )
                return rune;
            cell = cell[length..];
        }

        return null;
    }

    private static int Two(ReadOnlySpan<byte> digits)
    {
        int tens = digits[0] - '0',
            ones = digits[1] - '0';
        return tens is < 0 or > 9 || ones is < 0 or > 9 ? int.MinValue / 1000 : (10 * tens) + ones;
    }
}
