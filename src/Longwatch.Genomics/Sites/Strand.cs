namespace Longwatch.Genomics.Sites;

/// <summary>Bases of the other strand.</summary>
internal static class Strand
{
    public static byte Complement(byte letter) =>
        letter switch
        {
            (byte)'A' => (byte)'T',
            (byte)'C' => (byte)'G',
            (byte)'G' => (byte)'C',
            (byte)'T' => (byte)'A',
            (byte)'a' => (byte)'t',
            (byte)'c' => (byte)'g',
            (byte)'g' => (byte)'c',
            (byte)'t' => (byte)'a',
            _ => letter,
        };

    public static byte[] ReverseComplement(ReadOnlySpan<byte> bases)
    {
        var other = new byte[bases.Length];
        for (var i = 0; i < other.Length; i++)
            other[i] = Complement(bases[^(i + 1)]);
        return other;
    }

    public static byte[] Reverse(ReadOnlySpan<byte> values)
    {
        var other = values.ToArray();
        Array.Reverse(other);
        return other;
    }
}
