using Longwatch.Genomics.Reads;

namespace Longwatch.Genomics.Screening;

/// <summary>A stretch of one contig of the host; end exclusive.</summary>
internal readonly record struct HostWindow(int Contig, long Start, long End);

/// <summary>Where on the host the reads beside a candidate are wanted.</summary>
internal static class NeighbourWindows
{
    /// <summary>Soft-clipped bases from which a read may cross a junction.</summary>
    private const int MinClip = 10;

    /// <summary>
    /// Around every place that a junction may have: the alignments of a candidate that is clipped, split, not properly paired, or whose mate alone is
    /// mapped. A candidate that lies within the host as a pair should (a piece of a human gene that the vector has too) marks none.
    /// </summary>
    /// <returns>In order, merged where they overlap.</returns>
    public static List<HostWindow> Of(IEnumerable<CandidateRead> candidates, IReadOnlyList<ContigInfo> contigs)
    {
        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < contigs.Count; i++)
            index.TryAdd(contigs[i].Name, i);
        var windows = new List<HostWindow>();
        foreach (var read in candidates)
        {
            var places = read.Others.Where(o => !o.Secondary);
            if (read.Host is { } own && (IsClipped(own.Cigar) || read.Others.Count > 0 || !read.Flags.HasFlag(SamFlag.ProperPair)))
                places = places.Append(own);
            if (read.Mate is { } mate && !read.Flags.HasFlag(SamFlag.ProperPair))
                places = places.Append(mate);
            foreach (var place in places)
                if (index.TryGetValue(place.Contig, out var contig))
                    windows.Add(
                        new(
                            contig,
                            Math.Max(place.Position - ScreeningOptions.NeighbourDistance, 0),
                            place.Position + Span(place.Cigar) + ScreeningOptions.NeighbourDistance
                        )
                    );
        }

        windows.Sort((a, b) => a.Contig != b.Contig ? a.Contig.CompareTo(b.Contig) : a.Start.CompareTo(b.Start));
        var merged = new List<HostWindow>();
        foreach (var window in windows)
        {
            if (merged.Count > 0 && merged[^1].Contig == window.Contig && window.Start <= merged[^1].End)
                merged[^1] = merged[^1] with { End = Math.Max(merged[^1].End, window.End) };
            else
                merged.Add(window);
        }

        return merged;
    }

    private static bool IsClipped(string cigar) => Sum(cigar, "S", MinClip) > 0;

    private static long Span(string cigar) => Math.Min(Sum(cigar, "MDN=X", 1), 1_000_000);

    private static long Sum(string cigar, string codes, long least)
    {
        long sum = 0,
            length = 0;
        foreach (var c in cigar)
        {
            if (char.IsAsciiDigit(c))
            {
                length = Math.Min((10 * length) + (c - '0'), int.MaxValue);
                continue;
            }

            if (codes.Contains(c) && length >= least)
                sum += length;
            length = 0;
        }

        return sum;
    }
}
