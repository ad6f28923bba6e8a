namespace Longwatch.Exchange.Genetics;

/// <summary>What a CIGAR says, without trusting it: numbers that make no sense end the reading.</summary>
internal static class Cigars
{
    /// <summary>Reference bases that it covers.</summary>
    internal static long Span(string cigar)
    {
        long span = 0;
        foreach (var (length, operation) in Parts(cigar))
            if (operation is 'M' or 'D' or 'N' or '=' or 'X')
                span += length;
        return span;
    }

    /// <summary>Read bases that it uses, clipped ones among them.</summary>
    internal static long ReadBases(string cigar)
    {
        long bases = 0;
        foreach (var (length, operation) in Parts(cigar))
            if (operation is 'M' or 'I' or 'S' or '=' or 'X')
                bases += length;
        return bases;
    }

    internal static IEnumerable<(int Length, char Operation)> Parts(string cigar)
    {
        var number = 0L;
        foreach (var c in cigar)
            if (char.IsAsciiDigit(c))
            {
                number = (number * 10) + (c - '0');
                if (number > 1 << 28)
                    yield break;
            }
            else
            {
                yield return ((int)number, c);
                number = 0;
            }
    }
}
