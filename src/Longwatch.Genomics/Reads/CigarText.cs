using System.Text;

namespace Longwatch.Genomics.Reads;

/// <summary>CIGAR operations: from BAM to text, and what they add up to.</summary>
internal static class CigarText
{
    private const string Codes = "MIDNSHP=X";
    private const int MaxOperations = 65535;

    public static string Of(ref readonly RecordView record)
    {
        var text = new StringBuilder();
        for (var i = 0; i < record.CigarLength; i++)
        {
            var operation = record.CigarAt(i);
            text.Append(operation >> 4).Append((operation & 15) < Codes.Length ? Codes[(int)(operation & 15)] : '?');
        }

        return text.Length == 0 ? "*" : text.ToString();
    }

    /// <summary>True for numbers of up to nine digits each followed by a code; <c>*</c> is not valid.</summary>
    public static bool IsValid(string text)
    {
        var digits = 0;
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c))
            {
                if (++digits > 9)
                    return false;
            }
            else if (digits == 0 || !Codes.Contains(c))
            {
                return false;
            }
            else
            {
                digits = 0;
            }
        }

        return text.Length > 0 && digits == 0 && text.Length <= MaxOperations;
    }

    /// <summary>Adds up the operations of a record.</summary>
    public static CigarSums Sum(ref readonly RecordView record)
    {
        unchecked
        {
            var sums = default(CigarSums);
            var last = record.CigarLength - 1;
            for (var i = 0; i <= last; i++)
            {
                var operation = record.CigarAt(i);
                var length = (int)(operation >> 4);
                switch (operation & 15)
                {
                    case 0 or 7 or 8:
                        sums.Aligned += length;
                        sums.Span += length;
                        break;
                    case 2 or 3:
                        sums.Span += length;
                        break;
                    case 4 when sums.Span == 0:
                        sums.LeftClip = length;
                        break;
                    case 4:
                        sums.RightClip = length;
                        break;
                }
            }

            return sums;
        }
    }
}

/// <summary>What the operations of a CIGAR add up to, in bases; each at most 2^28 per operation, so the sums of a hostile record may be nonsense but do no harm.</summary>
internal struct CigarSums
{
    /// <summary>Read bases aligned to reference bases.</summary>
    public int Aligned;

    /// <summary>Reference bases from first to last aligned one.</summary>
    public int Span;
    public int LeftClip;
    public int RightClip;
}
