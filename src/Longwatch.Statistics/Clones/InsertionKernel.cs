using Longwatch.Statistics.Random;

namespace Longwatch.Statistics.Clones;

/// <summary>A peak of the density of sites.</summary>
/// <param name="Group">Chromosome, as numbered by the caller.</param>
/// <param name="Height">Sum of the kernel over the sites: about the number of sites together.</param>
/// <param name="P">Share of null samples (with this one) whose highest peak is at least as high: holds for all peaks together. NaN without a null.</param>
public sealed record KernelPeak(int Group, double Position, double Height, double P);

/// <summary>Common insertion sites by Gaussian kernel convolution.</summary>
public static class InsertionKernel
{
    /// <summary>Beyond this many bandwidths the kernel is below 1e-17.</summary>
    private const double Reach = 4.5;

    /// <summary>Height Σ exp(−2 (x − d)²/h²) at a position; one site alone gives 1.</summary>
    /// <param name="ascending">Sites of the chromosome, sorted.</param>
    /// <param name="bandwidth">h &gt; 0, in the unit of the positions.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bandwidth is not positive.</exception>
    /// <remarks>De Ridder and others (2006) PLoS Comput Biol 2:e166. Checked against closed forms in R (I03): 1e-9 relative.</remarks>
    public static double Height(ReadOnlySpan<double> ascending, double position, double bandwidth) =>
        At(ascending, position, bandwidth).Height;

    /// <summary>All peaks: the local maxima of the height.</summary>
    /// <param name="ascending">Sites of the chromosome, sorted.</param>
    /// <returns>Position and height, by position.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The bandwidth is not positive.</exception>
    /// <remarks>From every site the steepest way up is followed (mean shift), which ends on a maximum.</remarks>
    public static IReadOnlyList<(double Position, double Height)> Peaks(ReadOnlySpan<double> ascending, double bandwidth)
    {
        var peaks = new List<(double Position, double Height)>();
        for (var i = 0; i < ascending.Length; i++)
        {
            var x = ascending[i];
            for (var step = 0; step < 10_000; step++)
            {
                var next = At(ascending, x, bandwidth).Mean;
                var still = Math.Abs(next - x) <= 1e-9 * bandwidth;
                x = next;
                if (still)
                    break;
            }

            // Ways to one maximum end side by side; the same maximum is within a small part of the bandwidth.
            if (peaks.Count == 0 || x - peaks[^1].Position > 1e-3 * bandwidth)
                peaks.Add((x, At(ascending, x, bandwidth).Height));
        }

        return peaks;
    }

    /// <summary>Peaks of at least a height, each with the chance that sites of the background would give one so high anywhere.</summary>
    /// <param name="sites">Per chromosome, positions in any order.</param>
    /// <param name="draw">
    /// Makes one null sample of as many sites (per chromosome, any order) from the generator given: drawn from a background of the vector family. Null
    /// for no test.
    /// </param>
    /// <param name="samples">Number of null samples; each has a stream of its own, so the result does not depend on threads.</param>
    /// <param name="seed">Of the generator; to be written into the result.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bandwidth is not positive or the number of samples is negative.</exception>
    public static IReadOnlyList<KernelPeak> Test(
        IReadOnlyList<double[]> sites,
        double bandwidth,
        double leastHeight,
        Func<Philox, IReadOnlyList<double[]>>? draw,
        int samples,
        ulong seed
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegative(samples);
        double[] highest = draw is null
            ? []
            : [.. Enumerable.Range(0, samples).Select(s => Highest(draw(new(seed, (ulong)s)), bandwidth)).Order()];
        return
        [
            .. sites.SelectMany(
                (positions, group) =>
                    Peaks((double[])[.. positions.Order()], bandwidth)
                        .Where(peak => peak.Height >= leastHeight)
                        .Select(peak => new KernelPeak(group, peak.Position, peak.Height, P(peak.Height, highest)))
            ),
        ];
    }

    private static double P(double height, double[] highest) =>
        // Two orders of summing give heights that differ in the last digits.
        highest.Length == 0
            ? double.NaN
            : (1.0 + highest.Count(h => h >= height * (1 - 1e-12))) / (highest.Length + 1.0);

    private static double Highest(IReadOnlyList<double[]> sites, double bandwidth) =>
        sites.Select(s => Peaks((double[])[.. s.Order()], bandwidth)).SelectMany(p => p).Select(p => p.Height).DefaultIfEmpty(0).Max();

    private static (double Height, double Mean) At(ReadOnlySpan<double> ascending, double position, double bandwidth)
    {
        if (!(bandwidth > 0))
            throw new ArgumentOutOfRangeException(nameof(bandwidth));
        var from = ascending.BinarySearch(position - (Reach * bandwidth));
        double height = 0,
            moment = 0;
        for (var i = from < 0 ? ~from : from; i < ascending.Length && ascending[i] <= position + (Reach * bandwidth); i++)
        {
            var offset = ascending[i] - position;
            var weight = Math.Exp(-2 * offset * offset / (bandwidth * bandwidth));
            height += weight;
            moment += weight * offset;
        }

        return (height, height > 0 ? position + (moment / height) : position);
    }
}
