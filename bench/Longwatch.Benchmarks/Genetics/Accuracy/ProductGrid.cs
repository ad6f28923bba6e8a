using Longwatch.Benchmarks.Genetics.Peers;
using Longwatch.Benchmarks.Genetics.TruthSets;
using Longwatch.Genomics;
using Longwatch.Genomics.Sites;

namespace Longwatch.Benchmarks.Genetics.Accuracy;

/// <summary>What the product says of one sample of the grid.</summary>
internal sealed record GridResult(
    SampleFiles Sample,
    string Input,
    Score Called,
    Score Seen,
    SiteMatch[] Matches,
    IReadOnlyList<string> Wrong,
    double Copies
);

/// <summary>The product on the samples of the grid, from reads and from alignments.</summary>
internal static class ProductGrid
{
    internal const string FromReads = "FASTQ";
    internal const string FromHost = "BAM, host";
    internal const string FromHostAndVector = "BAM, host + vector";

    internal static GridResult Run(SampleFiles sample, StudyHost host, IntegratedVector vector, string input)
    {
        string[] reads = input switch
        {
            FromReads => [sample.Read1, sample.Read2],
            FromHost => [Alignment.Sorted(sample, host.Fasta, "host")],
            _ => [Alignment.Sorted(sample, PeerGrid.HostAndVector(sample, host, vector, out _), "host-and-vector")],
        };
        var result = Product.Test(reads, [vector.File], host.Fasta, host.Length);
        return Result(sample, input, result);
    }

    private static GridResult Result(SampleFiles sample, string input, GeneticResult result)
    {
        var called = Scoring.Match(Product.Calls(result, SiteStatus.Probable), sample.Truth);
        var seen = Scoring.Match(Product.Significant(result), sample.Truth);
        return new(
            sample,
            input,
            called.Score,
            seen.Score,
            SiteMatch.Of(result, sample),
            [.. seen.Wrong.Select(w => Describe(result, w))],
            result.Quantities.CopyNumbers.Select(c => c.PerCell.Value ?? double.NaN).DefaultIfEmpty(double.NaN).Max()
        );
    }

    /// <summary>All that is needed to look a wrong call up in the reads.</summary>
    private static string Describe(GeneticResult result, SiteCall call)
    {
        var site = result.Sites.Sites.First(s => Product.Call(s) == call);
        return $"{site.Status} q {site.QValue:G3} {call.Contig}:{call.Position} {End("left", site.Left)} {End("right", site.Right)}";

        static string End(string name, Junction? junction) =>
            junction is null
                ? ""
                : $"{name}: host {junction.HostPosition}, {junction.End} {junction.VectorPosition}{(junction.VectorReverse ? '-' : '+')}, gap {junction.Gap}, "
                    + $"{junction.SplitFragments} split {junction.PairFragments} pairs, quality {junction.MeanMappingQuality:F0}, {string.Join(' ', junction.ReadNames)}, {junction.Consensus}";
    }
}
