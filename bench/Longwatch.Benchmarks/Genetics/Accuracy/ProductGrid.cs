using Longwatch.Benchmarks.Genetics.Peers;
using Longwatch.Benchmarks.Genetics.TruthSets;
using Longwatch.Genomics;
using Longwatch.Genomics.Sites;

namespace Longwatch.Benchmarks.Genetics.Accuracy;

/// <summary>What the product says of one sample of the grid.</summary>
internal sealed record GridResult(SampleFiles Sample, string Input, Score Called, Score Seen, SiteMatch[] Matches, IReadOnlyList<SiteCall> Wrong, double Copies);

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
        return new(
            sample,
            input,
            called.Score,
            Scoring.Of(Product.Calls(result, SiteStatus.Candidate), sample.Truth),
            SiteMatch.Of(result, sample),
            called.Wrong,
            result.Quantities.CopyNumbers.Select(c => c.PerCell.Value ?? double.NaN).DefaultIfEmpty(double.NaN).Max()
        );
    }
}
