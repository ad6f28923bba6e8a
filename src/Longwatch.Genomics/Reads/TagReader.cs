using System.Buffers.Binary;
using System.Text;

namespace Longwatch.Genomics.Reads;

/// <summary>The optional fields of a record that the genetic test uses; empty or null when absent.</summary>
internal readonly record struct RecordTags(string Supplementary, string Alternative, string MateCigar, byte MateQuality, string? Umi);

/// <summary>Reads the optional fields of a record in binary form. What is broken ends the reading: the fields are not needed for a verdict.</summary>
internal static class TagReader
{
    private const byte UnknownQuality = 255;

    public static RecordTags Read(ReadOnlySpan<byte> tags)
    {
        var found = new RecordTags("", "", "", UnknownQuality, null);
        while (tags.Length >= 4)
        {
            var (first, second, type) = (tags[0], tags[1], tags[2]);
            var value = tags[3..];
            var length = ValueLength(type, value);
            if (length < 0 || length > value.Length)
                break;
            if (type == 'Z')
            {
                var text = value[..(length - 1)];
                if (first == 'S' && second == 'A')
                    found = found with { Supplementary = Encoding.UTF8.GetString(text) };
                else if (first == 'X' && second == 'A')
                    found = found with { Alternative = Encoding.UTF8.GetString(text) };
                else if (first == 'M' && second == 'C')
                    found = found with
                    {
                        MateCigar = CigarText.IsValid(Encoding.UTF8.GetString(text)) ? Encoding.UTF8.GetString(text) : "",
                    };
                else if (first == 'R' && second == 'X')
                    found = found with { Umi = Encoding.UTF8.GetString(text) };
            }
            else if (first == 'M' && second == 'Q' && length <= 4)
            {
                found = found with { MateQuality = value[0] }; // little-endian, and a mapping quality is one byte
            }

            tags = value[length..];
        }

        return found;
    }

    private static int ValueLength(byte type, ReadOnlySpan<byte> value) =>
        (char)type switch
        {
            'A' or 'c' or 'C' => 1,
            's' or 'S' => 2,
            'i' or 'I' or 'f' => 4,
            'd' => 8,
            'Z' or 'H' => value.IndexOf((byte)0) + 1 is > 0 and var length ? length : -1,
            'B' when value.Length >= 5 => ArrayLength(value),
            _ => -1,
        };

    private static int ArrayLength(ReadOnlySpan<byte> value)
    {
        var size = (char)value[0] switch
        {
            'c' or 'C' => 1,
            's' or 'S' => 2,
            'i' or 'I' or 'f' => 4,
            _ => -1,
        };
        var count = BinaryPrimitives.ReadUInt32LittleEndian(value[1..]);
        return size > 0 && count <= (uint)value.Length ? 5 + (size * (int)count) : -1;
    }
}
