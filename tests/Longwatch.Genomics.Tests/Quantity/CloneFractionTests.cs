using Longwatch.Genomics.Quantity;
using Longwatch.Genomics.Rules;
using Longwatch.Genomics.Sites;
using Longwatch.Genomics.Tests.Evidence;
using Longwatch.Statistics.Random;

namespace Longwatch.Genomics.Tests.Quantity;

public sealed class CloneFractionTests
{
    private static readonly GeneticRules Rules = Synthetic.Rules;

    // Reads that cross each end and reads that cross the intact site are independent Poisson counts; sites with two split fragments or more are called.
    [Fact]
    public void Intervals_of_the_allele_fraction_hold_in_95_of_100_called_sites()
    {
        var random = new Philox(31, 0);
        var (covered, called) = (0, 0);
        foreach (var fraction in new[] { 0.5, 0.35, 0.25, 0.15, 0.1 })
        foreach (var depth in new[] { 30.0, 60.0, 100.0 })
        {
            var crossing = depth / 150 * (150 - 40 + 1); // reads that cross one place with 20 bases on both sides
            for (var r = 0; r < 1000; r++)
            {
                var (left, right) = (random.NextPoisson(fraction * crossing), random.NextPoisson(fraction * crossing));
                var spanning = random.NextPoisson((1 - fraction) * crossing);
                if (left + right < 2)
                    continue;
                called++;
                var site = Site("IS1", left, right, spanning);
                covered += Fractions([site], SimulatedLibrary.Dna())[0].AlleleFraction.Interval!.Value.Contains(fraction) ? 1 : 0;
            }
        }

        Assert.InRange(covered / (double)called, 0.93, 0.97);
    }

    [Fact]
    public void Fractions_follow_by_hand()
    {
        // 20 split over two ends, 30 that cross: 20 / 2 / (20 / 2 + 30) = 0.25 of alleles; diploid, so 0.5 of cells, and 0.8333 of tumour cells at purity 0.6.
        var one = Fractions([Site("IS1", 9, 11, 30)], SimulatedLibrary.Dna(0.6))[0];

        Assert.Equal(0.25, one.AlleleFraction.Value!.Value, 12);
        Assert.Equal(0.5, one.CellFraction.Value!.Value, 12);
        Assert.Equal(0.5 / 0.6, one.TumourCellFraction.Value!.Value, 12);
        // Ploidy 4 at purity 0.5: 0.25 x (4 x 0.5 + 2 x 0.5) = 0.75 of cells; more than every tumour cell, so bounded to 1 and said.
        var other = Fractions([Site("IS1", 9, 11, 30)], SimulatedLibrary.Dna(0.5, 4))[0];
        Assert.Equal(0.75, other.CellFraction.Value!.Value, 12);
        Assert.Equal(1, other.TumourCellFraction.Value);
        Assert.Contains("bounded", other.TumourCellFraction.Note, StringComparison.Ordinal);
    }

    // 111 starts cross a place with 20 bases on both sides and 121 with 15: of 12 called fragments an end, 11 stand beside those that cross the intact site.
    [Fact]
    public void Only_split_fragments_with_the_overhang_of_spanning_ones_make_the_fraction()
    {
        var site = Site("IS1", 12, 12, 33);
        site = site with { Left = site.Left! with { WindowFragments = 11 }, Right = site.Right! with { WindowFragments = 11 } };

        var fraction = Fractions([site], SimulatedLibrary.Dna())[0];

        // 22 over two ends: 11 / (11 + 33)
        Assert.Equal(0.25, fraction.AlleleFraction.Value!.Value, 12);
        Assert.Equal(22, fraction.JunctionFragments);
    }

    [Fact]
    public void An_end_without_fragments_counts_as_unseen_only_when_chance_does_not_explain_it()
    {
        var few = Fractions([Site("IS1", 3, 0, 9)], SimulatedLibrary.Dna())[0].AlleleFraction;
        var many = Fractions([Site("IS1", 12, 0, 12)], SimulatedLibrary.Dna())[0].AlleleFraction;

        Assert.Equal(1.5 / 10.5, few.Value!.Value, 12); // two ends: 2 x 0.5^3 = 0.25
        Assert.Equal(0.5, many.Value!.Value, 12); // one end: 2 x 0.5^12 = 0.0005
        Assert.True(few.Interval!.Value.Upper > 0.25, "the upper limit must also hold for an end that cannot be seen");
        Assert.Contains("one end", many.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_host_fragments_the_depth_stands_in_and_without_both_nothing_is_said()
    {
        // 30 x: 0.2 starts per base and 111 of them cross; two ends: 44.4 expected of all alleles, 11 seen.
        var site = Site("IS1", 6, 5, null);

        var known = SiteFractionEstimator.Estimate([site], SimulatedLibrary.Dna(), 0.2, 111, new QuantityRules(Rules))[0];
        var unknown = SiteFractionEstimator.Estimate([site], SimulatedLibrary.Dna(), double.NaN, 111, new QuantityRules(Rules))[0];

        Assert.Equal(11 / 44.4, known.AlleleFraction.Value!.Value, 12);
        Assert.Null(unknown.AlleleFraction.Value);
        Assert.NotNull(unknown.AlleleFraction.Note);
        Assert.Null(unknown.CellFraction.Value);
    }

    [Fact]
    public void Sites_of_equal_fractions_are_one_clone_and_others_are_not()
    {
        var sites = new[]
        {
            Site("IS1", 15, 14, 31),
            Site("IS2", 4, 3, 57),
            Site("IS3", 16, 13, 29),
            Site("IS4", 3, 5, 55),
            Site("IS5", 1, 1, 60),
        };

        var clones = Fractions(sites, SimulatedLibrary.Dna()).Select(f => f.CloneNumber).ToArray();

        Assert.Equal([1, 2, 1, 2, 3], clones); // IS5 says too little to be put with another
    }

    [Fact]
    public void The_likelihood_ratio_is_the_g_statistic_of_a_two_by_two_table_when_one_end_is_seen()
    {
        // R: with 12/40 against 25/38, G = 2 sum O ln(O/E) = 10.232524192 (x <- matrix(c(12,28,25,13),2); 2*sum(x*log(x/chisq.test(x)$expected))).
        var ratio = CloneGrouping.LikelihoodRatio([new(12, 28, 1)], [new(25, 13, 1)]);

        Assert.Equal(10.232524192, ratio, 8);
    }

    [Fact]
    public void A_shared_trajectory_joins_sites_that_one_sample_alone_would_not_part()
    {
        // Equal in the first sample; in the second one of them has gone down.
        JoinCounts?[] stays = [new(30, 30, 2), new(30, 30, 2)];
        JoinCounts?[] alike = [new(28, 31, 2), new(33, 30, 2)];
        JoinCounts?[] falls = [new(31, 29, 2), new(3, 60, 2)];

        Assert.Equal([1, 1, 1], CloneGrouping.Number([stays[0], alike[0], falls[0]], 0.05));
        Assert.Equal([1, 1, 2], CloneGrouping.NumberTrajectories([stays, alike, falls], 0.05));
    }

    private static IReadOnlyList<SiteFraction> Fractions(IReadOnlyList<IntegrationSite> sites, SpecimenFacts specimen) =>
        SiteFractionEstimator.Estimate(sites, specimen, double.NaN, 111, new QuantityRules(Rules));

    internal static IntegrationSite Site(string id, int left, int right, int? spanning, SiteStatus status = SiteStatus.Confirmed) =>
        new(
            id,
            "chr1",
            1000,
            0,
            false,
            left > 0 ? Junction(VectorEnd.Left, left) : null,
            right > 0 ? Junction(VectorEnd.Right, right) : null,
            5,
            "ACGTA",
            status,
            [],
            new HostSpanning(spanning),
            50,
            1e-9
        );

    private static Junction Junction(VectorEnd end, int split) =>
        new("chr1", 1000, end == VectorEnd.Left, 0, end, 0, false, 0, "", split, 0, split, 60, [], "", true) { WindowFragments = split };
}
