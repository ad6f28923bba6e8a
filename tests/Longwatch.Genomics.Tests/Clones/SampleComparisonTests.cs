using Longwatch.Genomics.Clones;
using Longwatch.Genomics.Rules;
using Longwatch.Genomics.Sites;

namespace Longwatch.Genomics.Tests.Clones;

public sealed class SampleComparisonTests
{
    private static readonly GeneticRules Rules = GeneticRules.Read(Repository.File("data/genomics/rules.json"));

    [Fact]
    public void A_site_of_the_tumour_in_the_product_and_rising_in_blood_is_stated()
    {
        var result = SampleComparison.Compare(
            [
                Sample("P", "product", Compartment.Product, Site("chr3", 1_000, 2, 400)),
                Sample("P", "blood", Compartment.Blood, Site("3", 1_003, 10, 90)),
                Sample("P", "tumour", Compartment.Tumour, Site("chr3:901-5000", 102, 40, 42), Site("chr5", 9, 3, null)),
            ],
            Rules
        );

        Assert.Equal(2, result.Rows.Count);
        var row = result.Rows[0];
        Assert.Equal([2, 10, 40], row.Junctions);
        Assert.Equal([(2, 402), (10, 100), (40, 82)], row.Shares.Select(s => (s!.Junctions, s.Covered)));
        // R: fisher.test(matrix(c(40, 42, 2, 400), 2), alternative = "greater")$p.value
        Assert.Equal(1.0, row.Growth / 5.08267535279532e-33, 1e-6);
        Assert.Contains(result.Facts, f => f.Contains("present in the product", StringComparison.Ordinal));
        Assert.Contains(result.Facts, f => f.Contains("rose from the first", StringComparison.Ordinal));
        Assert.Contains(result.Facts, f => f.Contains("was not seen in the product", StringComparison.Ordinal));
        Assert.Empty(result.Alarms);
        Assert.Null(result.Rows[1].Shares[2]);
    }

    [Fact]
    public void One_site_in_two_persons_and_sites_before_manufacture_raise_the_alarm()
    {
        var result = SampleComparison.Compare(
            [
                Sample("A", "first", Compartment.Blood, Site("chr3", 1_000, 5, 50)),
                Sample("B", "second", Compartment.Blood, Site("chr3", 1_001, 5, 50)),
                Sample("B", "before", Compartment.Apheresis, Site("chr9", 7, 1, 50)),
            ],
            Rules
        );

        Assert.Equal(2, result.Alarms.Count);
        Assert.Contains("before manufacture", result.Alarms[0], StringComparison.Ordinal);
        Assert.Contains("A (1 sites) and B (2 sites) share 1", result.Alarms[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Other_strands_and_places_outside_the_window_are_other_sites()
    {
        var result = SampleComparison.Compare(
            [
                Sample("A", "one", Compartment.Blood, Site("chr3", 1_000, 5, 50)),
                Sample("A", "two", Compartment.Blood, Site("chr3", 1_006, 5, 50), Site("chr3", 1_000, 5, 50) with { Reverse = true }),
            ],
            Rules
        );

        Assert.Equal(3, result.Rows.Count);
        Assert.Empty(result.Facts);
    }

    private static ComparedSample Sample(string person, string name, Compartment compartment, params ComparedSite[] sites) =>
        new(person, name, compartment, null, sites);

    private static ComparedSite Site(string contig, long position, int junctions, int? spanning) =>
        new("IS1", contig, position, false, SiteStatus.Confirmed, junctions, spanning);
}
