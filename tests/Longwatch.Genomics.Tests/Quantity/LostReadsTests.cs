using Longwatch.Genomics.Quantity;
using Longwatch.Genomics.Screening;
using Longwatch.Genomics.Tests.Evidence;

namespace Longwatch.Genomics.Tests.Quantity;

public sealed class LostReadsTests
{
    // A BAM from which unmapped reads were taken (samtools view -F 4) keeps the host's depth whole and loses the vector's: its copies would be told as none.
    [Theory]
    [InlineData("no-unmapped-reads", "chr1", true)]
    [InlineData("no-unplaced-reads", "chr1", true)]
    [InlineData("truncated", "chr1", true)]
    [InlineData("no-unmapped-reads", "CAR", false)]
    [InlineData("truncated", "CAR", true)]
    [InlineData("candidates-capped", "chr1", false)]
    public void Where_reads_of_the_vector_were_removed_neither_copies_nor_a_limit_are_told(string finding, string contig, bool untold)
    {
        var vector = SimulatedLibrary.Vector(3000) with { Name = "CAR", VectorName = "CAR" };
        var windows = Enumerable.Repeat(30_000, 200).ToArray();
        var input = new InputProfile(["x"], [ReadFormat.Bam], true, false, [new("chr1", 200_000), new(contig, 3000)], true, null);
        var counts = new ReadCounts(40_000, 40_000, 6_000_000, 0, 1, 0, 0, 0, 0, 0, 30, 150, double.NaN);
        var found = new InputFinding(finding, new("x", null, "said elsewhere"), true);
        var screening = new ScreeningResult(input, counts, [], 1, new HostDepth(1000, [windows, []]), [], [found]);

        var result = QuantityEstimator.Estimate(
            SimulatedLibrary.Compiled(vector),
            screening,
            new([], [], 0),
            SimulatedLibrary.NoSites,
            SimulatedLibrary.Dna(),
            null,
            null,
            Synthetic.Rules
        );

        Assert.Equal(untold, result.Limit.WhyNot is not null);
        Assert.Equal(untold, result.Limit.UpperBound is null);
        Assert.Equal(untold, Assert.Single(result.CopyNumbers).PerCell.Value is null);
    }
}
