using System.Numerics;
using System.Runtime.InteropServices;

namespace Longwatch.Statistics.Association;

/// <summary>Genotypes of many people at one variant, two bits each, coded and ordered as in a PLINK .bed file: four people a byte, the first in the lowest bits.</summary>
/// <remarks>
/// The codes: 0 two copies of the counted allele (A1), 1 missing, 2 one copy, 3 no copy. Bits behind the last person are ignored.
/// Source: PLINK 1.9 file format reference, section .bed. Checked against plink2 (G12).
/// </remarks>
public static class PackedGenotypes
{
    /// <summary>Two copies of the counted allele.</summary>
    public const int TwoCopies = 0;

    /// <summary>The genotype is not known.</summary>
    public const int Missing = 1;

    /// <summary>One copy of the counted allele.</summary>
    public const int OneCopy = 2;

    /// <summary>No copy of the counted allele.</summary>
    public const int NoCopy = 3;

    /// <summary>Bytes that so many people take.</summary>
    public static int Bytes(int people) => (people + 3) / 4;

    /// <summary>The code of one person.</summary>
    public static int Code(ReadOnlySpan<byte> packed, int person) => (packed[person >> 2] >> ((person & 3) << 1)) & 3;

    /// <summary>Puts the code of one person into a span that holds code 0 there.</summary>
    public static void Add(Span<byte> packed, int person, int code) => packed[person >> 2] |= (byte)(code << ((person & 3) << 1));

    /// <summary>Copies of the counted allele under a code; NaN where missing.</summary>
    public static double Copies(int code) =>
        code switch
        {
            TwoCopies => 2,
            OneCopy => 1,
            NoCopy => 0,
            _ => double.NaN,
        };

    /// <summary>How many people have each code, in the order of the codes.</summary>
    /// <param name="packed">At least <c>Bytes(people)</c> bytes.</param>
    public static (int TwoCopies, int Missing, int OneCopy, int NoCopy) Count(ReadOnlySpan<byte> packed, int people)
    {
        const ulong Low = 0x5555555555555555;
        int low = 0,
            high = 0,
            both = 0;
        var whole = people / 32;
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(packed[..(whole * 8)]))
        {
            low += BitOperations.PopCount(word & Low);
            high += BitOperations.PopCount((word >> 1) & Low);
            both += BitOperations.PopCount(word & (word >> 1) & Low);
        }

        for (var person = whole * 32; person < people; person++)
        {
            var code = Code(packed, person);
            low += code & 1;
            high += code >> 1;
            both += code == NoCopy ? 1 : 0;
        }

        return (people - low - high + both, low - both, high - both, both);
    }
}
