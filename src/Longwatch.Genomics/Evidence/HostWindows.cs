using Longwatch.Genomics.Reads;

namespace Longwatch.Genomics.Evidence;

/// <summary>Aligns reads to the neighbourhood of a known host position with the aligner that vectors are searched with. One object per thread.</summary>
internal sealed class HostWindows(HostReference host, AlignmentScores scores)
{
    /// <summary>How far from a position a mate or another part of the fragment is looked for.</summary>
    public const int Reach = 1_500;

    private const int BinBits = 11;

    /// <summary>Windows kept; a sample has few places of interest, and the oldest half is no better than the newest.</summary>
    private const int MostWindows = 512;

    private readonly Dictionary<(string Contig, long Bin), (long Start, VectorAligner Aligner)> _windows = [];

    /// <summary>Alignments of a read around a position, best first, as host alignments of the whole read.</summary>
    /// <param name="quality">Mapping quality that the alignments inherit: that of what is known to lie here.</param>
    public IEnumerable<(LocalAlignment Local, HostAlignment Host)> Align(CandidateRead read, string contig, long position, byte quality)
    {
        if (!host.Has(contig) || position < 0 || position > host.Length(contig))
            yield break;
        var (start, aligner) = Window(contig, position >> BinBits);
        foreach (var found in aligner.Align(read.Bases))
        {
            var reverse = found.Reverse != read.Flags.HasFlag(SamFlag.Reverse);
            yield return (found, new(contig, start + found.Start, reverse, CigarOf(found, read.Bases.Length), quality));
        }
    }

    /// <summary>The CIGAR of an alignment in its own orientation, unaligned bases soft-clipped.</summary>
    public static string CigarOf(LocalAlignment found, int length)
    {
        var operations = new List<CigarOperation> { new(found.ReadStart, 'S') };
        var (read, text) = (found.ReadStart, found.Start);
        foreach (var run in found.Runs.Append(new(found.ReadEnd, found.End, 0)))
        {
            var (inRead, inText) = (run.Read - read, run.Text - text);
            var pairs = Math.Min(inRead, inText);
            operations.Add(new(pairs, 'M'));
            operations.Add(new(inRead - pairs, 'I'));
            operations.Add(new(inText - pairs, 'D'));
            operations.Add(new(run.Length, 'M'));
            (read, text) = (run.Read + run.Length, run.Text + run.Length);
        }

        operations.Add(new(length - found.ReadEnd, 'S'));
        return Cigar.Format(operations);
    }

    private (long Start, VectorAligner Aligner) Window(string contig, long bin)
    {
        if (_windows.TryGetValue((contig, bin), out var window))
            return window;
        if (_windows.Count == MostWindows)
            _windows.Clear();
        var start = Math.Max(0, (bin << BinBits) - Reach);
        var bases = host.Fetch(contig, start, (1 << BinBits) + (2 * Reach));
        window = (start, new(new SeedIndex([bases], SeedIndex.WindowK, tableBits: 13), scores));
        _windows.Add((contig, bin), window);
        return window;
    }
}
