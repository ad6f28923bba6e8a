using System.Globalization;
using Longwatch.Genomics.Screening;
using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Quantity;

/// <summary>One host window that depth was taken from.</summary>
/// <param name="Contig">Index into <see cref="InputProfile.Contigs"/>.</param>
/// <param name="Start">Zero-based first base.</param>
/// <param name="Depth">Read bases per base.</param>
internal readonly record struct HostWindow(int Contig, long Start, int Length, double Depth);

/// <summary>Mean depth of the diploid host.</summary>
/// <param name="Depth">Read bases per base of the genome; NaN when it cannot be told.</param>
/// <param name="FifthPercentile">Of the windows; of a Poisson around the mean when there are none.</param>
/// <param name="RelativeError">Standard error of the depth over the depth.</param>
/// <param name="Dispersion">Squared coefficient of variation between windows beyond what counting explains.</param>
/// <param name="DispersionLength">Length of the windows that the dispersion was measured between, in bases.</param>
/// <param name="BasesPerRead">Bases that a read contributes to the depth.</param>
/// <param name="Method">How, in words.</param>
internal sealed record HostDepthEstimate(
    double Depth,
    double FifthPercentile,
    double RelativeError,
    double Dispersion,
    double DispersionLength,
    double BasesPerRead,
    IReadOnlyList<HostWindow> Windows,
    bool DuplicatesRemoved,
    string Method
)
{
    /// <summary>Reads that a window should hold so that its share of an empty one by chance is nothing.</summary>
    private const int ReadsPerWindow = 50;

    private const int WindowsForDispersion = 30;

    public static HostDepthEstimate Of(CompiledVectors vectors, ScreeningResult screening, long? genomeLength, QuantityRules rules)
    {
        var counts = screening.Counts;
        if (screening.Host is { } host && host.Bases.Any(b => b.Any(w => w > 0)))
            return FromWindows(vectors, screening, host, rules);
        if (counts.Bases == 0 || counts.Reads == 0)
            return None("no reads");
        if (screening.Input.Aligned)
            return None("no read of the input is aligned to the host");
        var length = genomeLength ?? rules.HumanGenomeLength;
        var depth = counts.Bases / length;
        return new(
            depth,
            Math.Max(0, depth - (1.645 * Math.Sqrt(depth + (rules.DefaultDispersion * depth * depth)))),
            1 / Math.Sqrt(counts.Reads),
            rules.DefaultDispersion,
            1000,
            counts.MeanReadLength,
            [],
            false,
            string.Create(
                CultureInfo.InvariantCulture,
                $"all {counts.Bases:N0} bases of the input over a genome of {length:N0} bases; reads that are not human, duplicates and adapters lower the copies"
            )
        );
    }

    private static HostDepthEstimate None(string why) => new(double.NaN, double.NaN, double.NaN, 0, 1000, double.NaN, [], false, why);

    private static HostDepthEstimate FromWindows(CompiledVectors vectors, ScreeningResult screening, HostDepth host, QuantityRules rules)
    {
        var contigs = HostContigs(vectors, screening.Input.Contigs);
        var readLength = screening.Counts.MeanReadLength;
        long total = 0;
        long windows = 0;
        foreach (var c in contigs)
        foreach (var bases in host.Bases[c])
            (total, windows) = (total + bases, windows + 1);
        if (total == 0)
            return None("no read is aligned to an autosome");

        // Windows with few reads are put together until chance leaves none of them empty.
        var covered = contigs.Sum(c => host.Bases[c].LongCount(b => b > 0));
        var readsPerWindow = total / readLength / covered;
        var merge = (int)Math.Clamp(Math.Ceiling(ReadsPerWindow / readsPerWindow), 1, 10_000_000 / host.WindowLength);
        var all = Merge(screening.Input.Contigs, contigs, host, merge);
        if (all.Count == 0)
            all = Merge(screening.Input.Contigs, contigs, host, 1);
        var slice = all.Count(w => w.Depth > 0) < rules.SliceShare * all.Count;
        var used = slice ? Inner(all) : [.. all.Where(w => w.Depth > 0)];
        if (used.Count == 0)
            return None("no window of the host is covered");
        var median = Median([.. used.Select(w => w.Depth)]);
        used = [.. used.Where(w => w.Depth >= rules.LeastWindowShare * median && w.Depth <= rules.GreatestWindowShare * median)];
        var depth = used.Average(w => w.Depth);
        var length = used[0].Length;
        var perRead = AlignedPerRead(screening, host, readLength);
        var counting = depth * perRead * MatesTogether(screening, length, readLength) / length;
        var depths = used.Select(w => w.Depth).ToArray();
        Array.Sort(depths);
        // From the quartiles: chance makes 1.349 standard deviations of them, and amplified regions of a tumour do not reach them.
        var spread = (Quantile(depths, 0.75) - Quantile(depths, 0.25)) / 1.349;
        var dispersion =
            used.Count < WindowsForDispersion ? rules.DefaultDispersion : Math.Max(0, (spread * spread) - counting) / (depth * depth);
        var scope = slice ? "the input covers only a part of the genome: " : "";
        return new(
            depth,
            Quantile(depths, 0.05),
            Math.Sqrt(((counting / (depth * depth)) + dispersion) / used.Count),
            dispersion,
            length,
            perRead,
            used,
            screening.Counts.Duplicates > 0,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{scope}mean of {used.Count:N0} host windows of {length:N0} bases between {rules.LeastWindowShare} and {rules.GreatestWindowShare} of their median"
            )
        );
    }

    /// <summary>Autosomes by name; where none is named so, all contigs that are not a searched sequence, a sex chromosome, mitochondrial, viral or a decoy.</summary>
    private static List<int> HostContigs(CompiledVectors vectors, IReadOnlyList<ContigInfo> contigs)
    {
        var all = Enumerable.Range(0, contigs.Count).ToList();
        var autosomes = all.Where(i => IsAutosome(contigs[i].Name)).ToList();
        if (autosomes.Count > 0)
            return autosomes;
        var searched = vectors.Sequences.SelectMany(s => new[] { s.Name, s.VectorName }).ToHashSet(StringComparer.OrdinalIgnoreCase);
        string[] others = ["chrM", "MT", "M", "chrX", "chrY", "X", "Y", "chrEBV", "NC_007605", "hs37d5"];
        return all.Where(i => !searched.Contains(contigs[i].Name) && !others.Contains(contigs[i].Name, StringComparer.OrdinalIgnoreCase))
            .ToList();
    }

    private static bool IsAutosome(string name)
    {
        var number = name.StartsWith("chr", StringComparison.OrdinalIgnoreCase) ? name.AsSpan(3) : name;
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n is >= 1 and <= 22;
    }

    private static List<HostWindow> Merge(IReadOnlyList<ContigInfo> contigs, List<int> used, HostDepth host, int merge)
    {
        var windows = new List<HostWindow>();
        var length = host.WindowLength * merge;
        foreach (var c in used)
            for (var w = 0; ((long)w + merge) * host.WindowLength <= contigs[c].Length && w + merge <= host.Bases[c].Length; w += merge)
            {
                long bases = 0;
                for (var i = w; i < w + merge; i++)
                    bases += host.Bases[c][i];
                windows.Add(new(c, (long)w * host.WindowLength, length, bases / (double)length));
            }

        return windows;
    }

    /// <summary>Covered windows whose neighbours are covered too: the ends of a slice are covered in part only. All covered ones when there is no such window.</summary>
    private static List<HostWindow> Inner(List<HostWindow> all)
    {
        var inner = new List<HostWindow>();
        for (var i = 1; i + 1 < all.Count; i++)
            if (all[i].Depth > 0 && Adjoins(all[i - 1], all[i]) && Adjoins(all[i], all[i + 1]))
                inner.Add(all[i]);
        return inner.Count > 0 ? inner : [.. all.Where(w => w.Depth > 0)];

        static bool Adjoins(HostWindow one, HostWindow next) =>
            one.Depth > 0 && next.Depth > 0 && one.Contig == next.Contig && one.Start + one.Length == next.Start;
    }

    /// <summary>Aligned bases per read, from the whole of the input; clipped adapters and ends do not count in the windows.</summary>
    private static double AlignedPerRead(ScreeningResult screening, HostDepth host, double readLength)
    {
        var reads = screening.Counts.Reads - screening.Counts.Unmapped - screening.Counts.Duplicates;
        var bases = host.Bases.Sum(b => b.Sum(w => (long)w));
        return reads <= 0 ? readLength : Math.Clamp((double)bases / reads, readLength / 2, readLength);
    }

    /// <summary>Variance of a window's bases over that of independent reads: mates that start in the same window come together.</summary>
    private static double MatesTogether(ScreeningResult screening, double window, double readLength)
    {
        if (!screening.Input.Paired)
            return 1;
        var apart = double.IsNaN(screening.Counts.MedianFragment) ? readLength : Math.Max(0, screening.Counts.MedianFragment - readLength);
        return 1 + Math.Max(0, 1 - (apart / window));
    }

    internal static double Median(double[] values)
    {
        Array.Sort(values);
        return Quantile(values, 0.5);
    }

    private static double Quantile(double[] ascending, double share)
    {
        var place = share * (ascending.Length - 1);
        var low = (int)place;
        return low + 1 < ascending.Length ? ascending[low] + ((place - low) * (ascending[low + 1] - ascending[low])) : ascending[low];
    }
}
