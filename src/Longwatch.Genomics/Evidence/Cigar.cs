using System.Globalization;
using System.Text;

namespace Longwatch.Genomics.Evidence;

/// <summary>One operation of a CIGAR.</summary>
/// <param name="Code">One of <c>MIDNSHP=X</c>.</param>
public readonly record struct CigarOperation(int Length, char Code)
{
    /// <summary>The operation uses bases of the read as it was sequenced; hard-clipped bases count, although the record does not hold them.</summary>
    public bool UsesRead => Code is 'M' or 'I' or 'S' or 'H' or '=' or 'X';

    public bool UsesReference => Code is 'M' or 'D' or 'N' or '=' or 'X';

    public bool IsClip => Code is 'S' or 'H';
}

/// <summary>A parsed CIGAR: where the aligned part begins and ends on the read and how long it is on the reference.</summary>
/// <remarks>
/// Read coordinates run along the alignment's own orientation and count hard-clipped bases, so that all alignments of one read,
/// primary and supplementary, share them. Checked against <c>samtools view</c> of records with every operation.
/// </remarks>
public sealed class Cigar
{
    /// <summary>More operations than any read aligner writes for reads that this program takes.</summary>
    private const int MostOperations = 65_535;

    /// <summary>The BAM format holds 28 bits of length.</summary>
    private const int LongestOperation = (1 << 28) - 1;

    private Cigar(IReadOnlyList<CigarOperation> operations)
    {
        Operations = operations;
        long read = 0,
            reference = 0;
        foreach (var operation in operations)
        {
            read += operation.UsesRead ? operation.Length : 0;
            reference += operation.UsesReference ? operation.Length : 0;
        }

        ReadLength = checked((int)read);
        ReferenceLength = reference;
        LeadingHardClip = operations.Count > 0 && operations[0].Code == 'H' ? operations[0].Length : 0;
        TrailingHardClip = operations.Count > 1 && operations[^1].Code == 'H' ? operations[^1].Length : 0;
        ReadStart = Clips(operations);
        ReadEnd = ReadLength - Clips(operations.Reverse());
    }

    public IReadOnlyList<CigarOperation> Operations { get; }

    /// <summary>All bases of the read as sequenced, clipped ones included.</summary>
    public int ReadLength { get; }

    /// <summary>Reference bases from the first to the last aligned base.</summary>
    public long ReferenceLength { get; }

    /// <summary>First aligned base on the read as sequenced, in the alignment's orientation.</summary>
    public int ReadStart { get; }

    /// <summary>Base after the last aligned one.</summary>
    public int ReadEnd { get; }

    public int LeadingHardClip { get; }

    public int TrailingHardClip { get; }

    /// <summary>Parses SAM text. False for <c>*</c>, empty or malformed text, a zero or excessive length, or a clip between aligned bases.</summary>
    public static bool TryParse(string text, out Cigar cigar)
    {
        cigar = None;
        var operations = new List<CigarOperation>();
        long length = 0,
            total = 0;
        var digits = 0;
        foreach (var letter in text)
        {
            if (char.IsAsciiDigit(letter))
            {
                length = (length * 10) + (letter - '0');
                if (++digits > 9 || length > LongestOperation)
                    return false;
                continue;
            }

            total += length;
            if (length == 0 || !"MIDNSHP=X".Contains(letter) || operations.Count == MostOperations || total > int.MaxValue)
                return false;
            operations.Add(new((int)length, letter));
            length = 0;
            digits = 0;
        }

        if (digits > 0 || operations.Count == 0 || !ClipsAreOutside(operations))
            return false;
        cigar = new(operations);
        return cigar.ReadEnd > cigar.ReadStart && cigar.ReferenceLength > 0;
    }

    /// <summary>SAM text, neighbouring operations of one kind joined and empty ones left out.</summary>
    public static string Format(IEnumerable<CigarOperation> operations)
    {
        var text = new StringBuilder();
        var pending = default(CigarOperation);
        foreach (var operation in operations.Where(o => o.Length > 0).Append(default))
        {
            if (operation.Length > 0 && operation.Code == pending.Code)
            {
                pending = pending with { Length = pending.Length + operation.Length };
                continue;
            }

            if (pending.Length > 0)
                text.Append(CultureInfo.InvariantCulture, $"{pending.Length}{pending.Code}");
            pending = operation;
        }

        return text.ToString();
    }

    private static readonly Cigar None = new([]);

    private static int Clips(IEnumerable<CigarOperation> operations) => operations.TakeWhile(o => o.IsClip).Sum(o => o.Length);

    private static bool ClipsAreOutside(List<CigarOperation> operations)
    {
        var first = operations.FindIndex(o => !o.IsClip);
        var last = operations.FindLastIndex(o => !o.IsClip);
        return first >= 0 && operations.FindIndex(first, last - first + 1, o => o.IsClip) < 0;
    }
}
