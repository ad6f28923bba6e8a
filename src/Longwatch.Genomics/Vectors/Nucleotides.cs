namespace Longwatch.Genomics.Vectors;

/// <summary>Bases as text and as two-bit codes.</summary>
public static class Nucleotides
{
    /// <summary>Code of a base that is none of A, C, G, T.</summary>
    internal const byte Unknown = 4;

    private static readonly byte[] Codes = MakeCodes();
    private static readonly byte[] Complements = MakeComplements();

    /// <summary>0 to 3 for A, C, G, T in either case (U counts as T); <see cref="Unknown"/> for every other byte.</summary>
    internal static byte Code(byte letter) => Codes[letter];

    /// <summary>Complement of an upper-case letter; N for what is none of A, C, G, T.</summary>
    internal static byte Complement(byte letter) => Complements[letter];

    /// <summary>Reverse complement of upper-case text; what is none of A, C, G, T becomes N.</summary>
    public static byte[] ReverseComplement(ReadOnlySpan<byte> bases)
    {
        var result = new byte[bases.Length];
        for (var i = 0; i < bases.Length; i++)
            result[bases.Length - 1 - i] = Complements[bases[i]];
        return result;
    }

    /// <summary>Codes of text.</summary>
    internal static byte[] Encode(ReadOnlySpan<byte> bases)
    {
        var result = new byte[bases.Length];
        for (var i = 0; i < bases.Length; i++)
            result[i] = Codes[bases[i]];
        return result;
    }

    private static byte[] MakeCodes()
    {
        var codes = new byte[256];
        Array.Fill(codes, Unknown);
        foreach (var (letter, code) in new[] { ('A', 0), ('C', 1), ('G', 2), ('T', 3), ('U', 3) })
            codes[letter] = codes[char.ToLowerInvariant(letter)] = (byte)code;
        return codes;
    }

    private static byte[] MakeComplements()
    {
        var complements = new byte[256];
        Array.Fill(complements, (byte)'N');
        foreach (var (letter, other) in new[] { ('A', 'T'), ('C', 'G'), ('G', 'C'), ('T', 'A') })
            complements[letter] = (byte)other;
        return complements;
    }
}
