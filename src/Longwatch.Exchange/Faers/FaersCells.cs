using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;

namespace Longwatch.Exchange.Faers;

/// <summary>Values of single fields, read from their bytes.</summary>
internal static class FaersCells
{
    private const int LongestNumber = 18;

    /// <summary>A whole number above 0.</summary>
    internal static bool TryId(ReadOnlySpan<byte> field, out long id)
    {
        id = 0;
        if (field.IsEmpty || field.Length > LongestNumber)
            return false;
        var rest = field;
        if (field.Length >= 8)
        {
            if (!EightDigits(BinaryPrimitives.ReadUInt64LittleEndian(field), out id))
                return false;
            rest = field[8..];
        }
        unchecked // eighteen digits fit
        {
            foreach (var b in rest)
            {
                var digit = (uint)b - '0';
                if (digit > 9)
                    return false;
                id = (10 * id) + digit;
            }
        }

        return id > 0;
    }

    /// <summary>Eight digits at once, the first in the lowest byte: neighbours are put together to two, four, and eight.</summary>
    private static bool EightDigits(ulong text, out long number)
    {
        unchecked // what flows out of the top are parts that are not wanted
        {
            var digits = text ^ 0x3030303030303030; // '0' to '9' become 0 to 9
            var two = ((digits * 2561) >> 8) & 0x00FF00FF00FF00FF; // 10 · first + second
            var four = ((two * 6553601) >> 16) & 0x0000FFFF0000FFFF; // 100 · first + second
            number = (long)((four * 42949672960001) >> 32); // 10 000 · first + second
            // More than 9 reaches the top bit of its byte by adding 0x76, or has it already.
            return (((digits + 0x7676767676767676) | digits) & 0x8080808080808080) == 0;
        }
    }

    /// <summary>yyyymmdd, yyyymm00 or yyyy0000; 0 for what is no date between 1900 and 2099.</summary>
    internal static int Date(ReadOnlySpan<byte> field)
    {
        if (field.Length is not (4 or 6 or 8) || !TryId(field, out var number))
            return 0;
        var date =
            (int)number
            * (
                field.Length == 4 ? 10_000
                : field.Length == 6 ? 100
                : 1
            );
        var (year, month, day) = (date / 10_000, date / 100 % 100, date % 100);
        if (year is < 1900 or > 2099 || month > 12 || (month == 0 && day > 0))
            return 0;
        return day > 0 && day > DateTime.DaysInMonth(year, month) ? 0 : date;
    }

    /// <summary>Years, from a number and its unit; NaN for what is no age of a person.</summary>
    internal static float Age(ReadOnlySpan<byte> number, ReadOnlySpan<byte> unit)
    {
        float value;
        if (TryId(number, out var whole))
            value = whole;
        else if (number.IsEmpty || !Utf8Parser.TryParse(number, out value, out var used) || used != number.Length)
            return float.NaN;
        var years = unit switch
        {
            _ when unit.SequenceEqual("YR"u8) => value,
            _ when unit.SequenceEqual("DEC"u8) => value * 10,
            _ when unit.SequenceEqual("MON"u8) => value / 12,
            _ when unit.SequenceEqual("WK"u8) => value / 52.1786f,
            _ when unit.SequenceEqual("DY"u8) => value / 365.25f,
            _ when unit.SequenceEqual("HR"u8) => value / 8766f,
            _ => float.NaN,
        };
        return years is >= 0 and <= 120 ? years : float.NaN;
    }

    /// <summary>UTF-8 where it is, else Latin-1, which every file before 2014 is in.</summary>
    internal static string Text(ReadOnlySpan<byte> bytes) =>
        System.Text.Unicode.Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes);

    /// <summary>In capitals, runs of space as one, no space or full stop at the ends; the number of bytes written.</summary>
    internal static int Plain(ReadOnlySpan<byte> name, Span<byte> into)
    {
        var length = 0;
        foreach (var b in name)
        {
            if (b is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r')
            {
                if (length > 0 && into[length - 1] != (byte)' ')
                    into[length++] = (byte)' ';
            }
            else
            {
                into[length++] = b is >= (byte)'a' and <= (byte)'z' ? (byte)(b - 32) : b;
            }
        }

        while (length > 0 && into[length - 1] is (byte)' ' or (byte)'.')
            length--;
        return length;
    }
}
