using System.Globalization;
using System.IO.Compression;
using Longwatch.Statistics.Random;

namespace Longwatch.Benchmarks.Genetics.TruthSets;

/// <summary>A sample on disk.</summary>
internal sealed record SampleFiles(string Folder, string Read1, string Read2, IReadOnlyList<Insertion> Truth, double Depth)
{
    internal string Truths => Path.Combine(Folder, "truth.tsv");
}

/// <summary>
/// Reads of a specimen whose cells carry nested sets of insertions: all cells those of the largest allele fraction, a part of them the next, and so
/// on. Every layer is its own chromosome set, read by ART (HiSeq X, 2 × 150, fragments 420 ± 90) at its exact share of the depth; the untouched
/// haplotype is the other half. The allele fraction of a site is then exact by construction, with only the noise of sampling reads.
/// </summary>
internal static class MixedSample
{
    private const double HaplotypeShare = 0.5;

    /// <summary>Fragments glued together from two places, as ligation and PCR make them: half a percent is a good library.</summary>
    private const double ChimericShare = 0.005;

    internal static SampleFiles Build(
        string folder,
        IReadOnlyList<Contig> reference,
        IReadOnlyList<Insertion> insertions,
        double depth,
        ulong seed
    )
    {
        var files = new SampleFiles(folder, Path.Combine(folder, "R1.fq.gz"), Path.Combine(folder, "R2.fq.gz"), insertions, depth);
        if (File.Exists(files.Truths)) // written last: what stands before it is whole
            return files;
        Directory.CreateDirectory(folder);
        var (carrier, other) = Haplotype.Pair(reference, new Philox(seed, 1));
        using (var first = Compressed(files.Read1))
        using (var second = Compressed(files.Read2))
        {
            var layer = 0;
            foreach (var (share, contigs) in Layers(carrier, other, insertions))
                Append(folder, contigs, share * depth, (seed * 100) + (ulong)layer, $"L{layer++}", first, second);
        }

        Insertions.Write(files.Truths, insertions);
        return files;
    }

    private static IEnumerable<(double Share, Contig[] Contigs)> Layers(
        Haplotype carrier,
        Haplotype other,
        IReadOnlyList<Insertion> insertions
    )
    {
        yield return (HaplotypeShare, [.. other.Contigs]);
        double[] fractions = [.. insertions.Select(i => i.AlleleFraction).Distinct().OrderDescending()];
        var above = HaplotypeShare;
        foreach (var fraction in fractions)
        {
            if (fraction < above)
                yield return (above - fraction, carrier.With([.. insertions.Where(i => i.AlleleFraction > fraction)]));
            above = fraction;
        }

        if (above > 0)
            yield return (above, carrier.With([.. insertions]));
    }

    private static void Append(string folder, Contig[] contigs, double depth, ulong seed, string prefix, Stream first, Stream second)
    {
        var genome = Path.Combine(folder, $"{prefix}.fa");
        var reads = Path.Combine(folder, prefix);
        Contig.Write(genome, contigs);
        Shell.Run(
            string.Create(
                CultureInfo.InvariantCulture,
                $"art_illumina -ss HSXt -i {Shell.Quote(genome)} -p -l 150 -f {depth} -m 420 -s 90 -na -q -rs {seed} -d {prefix} -o {Shell.Quote(reads)} >/dev/null"
            )
        );
        CopyBinned($"{reads}1.fq", first);
        CopyBinned($"{reads}2.fq", second);
        AppendChimeras(contigs, depth, seed, prefix, first, second);
        File.Delete(genome);
        File.Delete($"{reads}1.fq");
        File.Delete($"{reads}2.fq");
    }

    private static void AppendChimeras(Contig[] contigs, double depth, ulong seed, string prefix, Stream first, Stream second)
    {
        var random = new Philox(seed, 7);
        var sequencer = new Sequencer(random);
        var pairs = new List<ReadPair>();
        var fragments = depth * contigs.Sum(c => (double)c.Length) / (2 * Sequencer.ReadLength);
        for (var n = sequencer.Poisson(fragments * ChimericShare); n > 0; n--)
            sequencer.ReadChimera(Any(), Any(), LibraryKind.Fresh, $"{prefix}-chimera", pairs);
        FastqPair.Append(first, second, pairs);

        Contig Any()
        {
            var at = random.NextBelow(contigs.Sum(c => c.Length));
            foreach (var contig in contigs)
            {
                if (at < contig.Length)
                    return contig;
                at -= contig.Length;
            }

            return contigs[^1];
        }
    }

    /// <summary>Copies with the four quality bins of a NovaSeq (2, 12, 23, 37), which is what makes such files small.</summary>
    private static void CopyBinned(string path, Stream to)
    {
        using var text = new StreamReader(path);
        using var writer = new StreamWriter(to, leaveOpen: true) { NewLine = "\n" };
        for (var line = 0; text.ReadLine() is { } value; line++)
            writer.WriteLine(line % 4 == 3 ? string.Create(value.Length, value, Bin) : value);

        static void Bin(Span<char> binned, string qualities)
        {
            for (var i = 0; i < binned.Length; i++)
                binned[i] = (qualities[i] - '!') switch
                {
                    < 7 => (char)('!' + 2),
                    < 18 => (char)('!' + 12),
                    < 30 => (char)('!' + 23),
                    _ => (char)('!' + 37),
                };
        }
    }

    private static GZipStream Compressed(string path) => new(File.Create(path), CompressionLevel.Fastest);
}
