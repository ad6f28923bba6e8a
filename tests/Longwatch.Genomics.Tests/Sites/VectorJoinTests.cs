using Longwatch.Genomics.Sites;
using Longwatch.Genomics.Tests.Evidence;
using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Tests.Sites;

/// <summary>Molecules of vector only: every one must be counted in its class and none may become a site.</summary>
public sealed class VectorJoinTests
{
    private const int Repeat = 234;
    private const int Inside = 2_500;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_two_ltr_circle_joins_the_two_repeats(bool reverse)
    {
        var sample = new Sample(21);
        sample.Cover(sample.Molecule().Other(Text(sample.Vector[^600..] + sample.Vector[..600], reverse)), "c", 40);

        var result = sample.Call();

        Assert.Empty(result.Sites);
        var join = Assert.Single(result.Joins, j => j.Class is VectorJoin.TwoLtrCircle);
        Assert.InRange(join.Fragments, 6, 30);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_one_ltr_circle_shows_in_mates_that_look_away_from_each_other(bool reverse)
    {
        var sample = new Sample(22);
        sample.Cover(sample.Molecule().Other(Text(sample.Vector[^900..] + sample.Vector[Repeat..(Repeat + 700)], reverse)), "c", 20);

        var result = sample.Call();

        Assert.Empty(result.Sites);
        Assert.InRange(Assert.Single(result.Joins, j => j.Class is VectorJoin.OneLtrCircle).Fragments, 2, 30);
        Assert.DoesNotContain(
            result.Joins,
            j => j.Class is VectorJoin.TwoLtrCircle or VectorJoin.Autointegration or VectorJoin.Rearrangement
        );
    }

    [Fact]
    public void The_inner_borders_of_the_repeats_are_the_provirus_itself()
    {
        var sample = new Sample(23);
        sample.Cover(sample.Molecule().Other(sample.Vector), "p", 30);

        var result = sample.Call();

        Assert.Empty(result.Sites);
        Assert.Equal(
            [(VectorJoin.ProvirusInternal, Repeat), (VectorJoin.ProvirusInternal, Repeat + Inside)],
            result.Joins.Select(j => (j.Class, j.Position))
        );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_end_against_the_inside_is_autointegration(bool turned)
    {
        var sample = new Sample(24);
        var inside = turned ? Synthetic.Reverse(sample.Vector[1_000..1_700]) : sample.Vector[1_000..1_700];
        sample.Cover(sample.Molecule().Other(sample.Vector[^600..] + inside), "i", 40);

        var result = sample.Call();

        Assert.Empty(result.Sites);
        Assert.Contains(result.Joins, j => j.Class is VectorJoin.Autointegration && j.Fragments >= 5);
        Assert.DoesNotContain(result.Joins, j => j.Class is VectorJoin.Rearrangement or VectorJoin.TwoLtrCircle);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Inside_against_inside_is_a_rearrangement(bool inversion)
    {
        var sample = new Sample(25);
        var second = inversion ? Synthetic.Reverse(sample.Vector[1_000..1_600]) : sample.Vector[1_700..2_300];
        sample.Cover(sample.Molecule().Other(sample.Vector[800..1_400] + second), "r", 40);

        var result = sample.Call();

        Assert.Empty(result.Sites);
        Assert.InRange(Assert.Single(result.Joins).Fragments, 5, 30);
        Assert.Equal(VectorJoin.Rearrangement, result.Joins[0].Class);
    }

    [Fact]
    public void Plasmid_is_counted_as_backbone_and_makes_no_site()
    {
        var sample = new Sample(26);
        var backbone = sample.Random.Dna(2_000);
        sample.Sequences.Add(Synthetic.Sequence("backbone", backbone) with { Kind = SequenceKind.Backbone, Family = VectorFamily.Other });
        sample.Cover(sample.Molecule().Other(backbone[^800..]).Other(sample.Vector).Other(backbone[..800]), "b", 40);
        sample.Cover(sample.Molecule().Host("chr1", 5_000, 6_000).Other(backbone[..800]), "h", 40);

        var result = sample.Call();

        Assert.Empty(result.Sites);
        Assert.Contains(result.Joins, j => j.Class is VectorJoin.Backbone && j.Fragments >= 5);
        Assert.DoesNotContain(
            result.Joins,
            j => j.Class is VectorJoin.Rearrangement or VectorJoin.TwoLtrCircle or VectorJoin.Autointegration
        );
    }

    [Fact]
    public void A_circular_virus_read_across_its_origin_is_the_virus_itself()
    {
        var sample = new Sample(27, VectorFamily.Other);
        sample.Cover(sample.Molecule().Other(sample.Vector[^700..] + sample.Vector[..700]), "o", 40);

        var result = sample.Call();

        Assert.Empty(result.Sites);
        Assert.Equal(VectorJoin.ProvirusInternal, Assert.Single(result.Joins).Class);
    }

    private static string Text(string bases, bool reverse) => reverse ? Synthetic.Reverse(bases) : bases;
}
