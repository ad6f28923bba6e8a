using System.Globalization;
using Longwatch.Genomics.Screening;
using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Quantity;

/// <summary>Depth that the host has where its GC share is that of the vector, over its mean depth.</summary>
/// <remarks>
/// Host windows (at most 4,000, evenly spread over those used for the depth) are put into strata of 5 % GC; the vector is cut into pieces of 500 bases, and the mean over
/// pieces of the median depth of the piece's stratum, over the mean depth, is the factor. Strata with fewer than 10 windows are not trusted and count as 1.
/// </remarks>
internal sealed class GcCorrection
{
    private const int Strata = 20;
    private const int WindowsPerStratum = 10;
    private const int MostWindows = 4000;
    private const int Piece = 500;
    private readonly double[]? relative;
    private readonly string whyNot;

    public GcCorrection(ScreeningResult screening, HostDepthEstimate host, GcShare? gc)
    {
        whyNot = gc is null
            ? "not corrected for GC: no host reference was given"
            : "not corrected for GC: the reads are not aligned to the host";
        if (gc is null || host.Windows.Count == 0)
            return;
        var depths = Enumerable.Range(0, Strata).Select(_ => new List<double>()).ToArray();
        var step = Math.Max(1, host.Windows.Count / MostWindows);
        for (var w = 0; w < host.Windows.Count; w += step)
        {
            var window = host.Windows[w];
            var share = gc(screening.Input.Contigs[window.Contig].Name, window.Start, window.Length);
            if (!double.IsNaN(share))
                depths[Stratum(share)].Add(window.Depth);
        }

        relative = [.. depths.Select(d => d.Count >= WindowsPerStratum ? HostDepthEstimate.Median([.. d]) / host.Depth : double.NaN)];
    }

    /// <summary>The factor for one vector, and what to say about it.</summary>
    public (double Factor, string? Note) Of(SearchedSequence sequence, UniqueMap map)
    {
        if (relative is null)
            return (1, whyNot);
        var (sum, weight, unknown) = (0.0, 0, 0);
        for (var start = 0; start < sequence.Length; start += Piece)
        {
            var end = Math.Min(sequence.Length, start + Piece);
            var (gc, known, clean) = (0, 0, 0);
            for (var p = start; p < end; p++)
            {
                var letter = sequence.Bases[p];
                gc += letter is (byte)'G' or (byte)'C' ? 1 : 0;
                known += letter == (byte)'N' ? 0 : 1;
                clean += map.Clean[p] ? 1 : 0;
            }

            if (clean == 0 || known == 0)
                continue;
            var factor = relative[Stratum((double)gc / known)];
            unknown += double.IsNaN(factor) ? clean : 0;
            sum += clean * (double.IsNaN(factor) ? 1 : factor);
            weight += clean;
        }

        if (weight == 0)
            return (1, null);
        var note = string.Create(CultureInfo.InvariantCulture, $"corrected for GC by {sum / weight:F3}");
        return (
            sum / weight,
            unknown > 0
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"{note}; for {(double)unknown / weight:P0} of the vector no host window has its GC"
                )
                : note
        );
    }

    private static int Stratum(double share) => Math.Min(Strata - 1, (int)(share * Strata));
}
