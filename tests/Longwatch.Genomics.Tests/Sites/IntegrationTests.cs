using Longwatch.Genomics.Sites;
using Longwatch.Genomics.Tests.Evidence;
using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Tests.Sites;

/// <summary>Insertions built base by base: what must be found is known by construction.</summary>
public sealed class IntegrationTests
{
    [Theory]
    [InlineData(VectorFamily.Lentivirus, 5, false)]
    [InlineData(VectorFamily.Lentivirus, 5, true)]
    [InlineData(VectorFamily.Gammaretrovirus, 4, false)]
    [InlineData(VectorFamily.Gammaretrovirus, 4, true)]
    [InlineData(VectorFamily.PiggyBac, 4, false)]
    [InlineData(VectorFamily.PiggyBac, 4, true)]
    [InlineData(VectorFamily.SleepingBeauty, 2, false)]
    [InlineData(VectorFamily.SleepingBeauty, 2, true)]
    public void An_insertion_is_confirmed_at_its_position_with_its_duplication(VectorFamily family, int duplication, bool reverse)
    {
        var sample = new Sample(3, family);
        var motif =
            family is VectorFamily.PiggyBac ? "TTAA"
            : family is VectorFamily.SleepingBeauty ? "TA"
            : "";
        var position = motif.Length == 0 ? 8_000 : sample.Host["chr1"].IndexOf(motif, 8_000, StringComparison.Ordinal);
        sample.Cover(sample.Inserted("chr1", position, duplication, reverse), "a", 11);

        var site = Assert.Single(sample.Call().Sites);

        Assert.Equal(SiteStatus.Confirmed, site.Status);
        Assert.Equal(("chr1", (long)position, reverse), (site.Contig, site.Position, site.VectorReverse));
        Assert.Equal(duplication, site.TargetSiteDuplication);
        Assert.Equal(sample.Host["chr1"].Substring(position, duplication), site.TargetSiteBases);
        Assert.Equal(position + duplication - 1, site.Left!.HostPosition);
        Assert.Equal(position, site.Right!.HostPosition);
        Assert.Equal(
            (reverse ? VectorEnd.Right : VectorEnd.Left, reverse ? VectorEnd.Left : VectorEnd.Right),
            (site.Left.End, site.Right.End)
        );
        Assert.Equal(reverse ? sample.Vector.Length - 1 : 0, site.Left.VectorPosition);
        Assert.Equal(reverse ? 0 : sample.Vector.Length - 1, site.Right.VectorPosition);
        Assert.Empty(site.Alternatives);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Bases_that_fit_host_and_vector_do_not_shift_a_site(bool reverse)
    {
        // The host goes on, beyond the duplicated bases, like the vector does: both aligners claim six bases on either side.
        var sample = new Sample(5);
        var inserted = reverse ? Synthetic.Reverse(sample.Vector) : sample.Vector;
        var host = sample.Host["chr1"];
        sample.Host["chr1"] = host[..7_994] + inserted[^6..] + host.Substring(8_000, 5) + inserted[..6] + host[8_011..];
        sample.Cover(sample.Inserted("chr1", 8_000, 5, reverse), "a", 37);

        var site = Assert.Single(sample.Call().Sites);

        Assert.Equal((SiteStatus.Confirmed, 8_000L, (int?)5), (site.Status, site.Position, site.TargetSiteDuplication));
        Assert.Equal((-6, -6), (site.Left!.Gap, site.Right!.Gap));
    }

    [Fact]
    public void Inserted_bases_between_host_and_vector_are_a_gap()
    {
        var sample = new Sample(6);
        // The first inserted base differs from the next host base, or it would belong to the host.
        var inserted = (sample.Host["chr1"][8_005] == 'C' ? "G" : "C") + "TAGGAT";
        sample.Cover(sample.Molecule().Host("chr1", 7_000, 8_005).Other(inserted).Other(sample.Vector).Host("chr1", 8_000, 9_000), "a", 31);

        var site = Assert.Single(sample.Call().Sites);

        Assert.Equal(SiteStatus.Confirmed, site.Status);
        Assert.Equal((7, inserted), (site.Left!.Gap, site.Left.GapBases));
        Assert.InRange(site.Right!.Gap, -5, 0);
    }

    [Fact]
    public void A_host_variant_beside_the_join_is_seen_through_with_the_reference()
    {
        var sample = new Sample(7);
        var reference = sample.Host["chr1"];
        var changed = reference.ToCharArray();
        changed[8_002] = changed[8_002] == 'A' ? 'C' : 'A';
        var left = new string(changed)[7_000..8_005];
        // Left flank with the variant three bases from the join: the aligner stops before it.
        var molecule = sample.Molecule().Host("chr1", 7_000, 8_002).Other(left[^3..]).Other(sample.Vector).Host("chr1", 8_000, 9_000);
        sample.Cover(molecule, "a", 31);

        var without = Assert.Single(sample.Call().Sites);
        var with = Assert.Single(
            sample
                .Call((contig, start, length) => System.Text.Encoding.ASCII.GetBytes(sample.Host[contig].Substring((int)start, length)))
                .Sites
        );

        Assert.Equal((3, 2), (without.Left!.Gap, without.TargetSiteDuplication));
        Assert.Equal(SiteStatus.Probable, without.Status);
        Assert.Equal((0, 5, SiteStatus.Confirmed), (with.Left!.Gap, with.TargetSiteDuplication, with.Status));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void A_read_of_one_repeat_tells_which_end_it_is(bool reverse, bool rightSide)
    {
        // 60 bases of the repeat and 60 of the host: nothing in the read tells the two copies apart but the side that faces the host.
        var sample = new Sample(8);
        var molecule = sample.Inserted("chr1", 8_000, 5, reverse);
        var join = rightSide ? 1_005 + sample.Vector.Length : 1_005;
        for (var i = 0; i < 8; i++)
            sample.Reads.Add(molecule.Single($"s{i}", join - 70 + (i * 3), 120));

        var site = Assert.Single(sample.Call().Sites);

        var junction = rightSide ? site.Right! : site.Left!;
        Assert.Null(rightSide ? site.Left : site.Right);
        Assert.Equal(reverse == rightSide ? VectorEnd.Left : VectorEnd.Right, junction.End);
        Assert.Equal((8_000L, reverse, SiteStatus.Probable), (site.Position, site.VectorReverse, site.Status));
        Assert.Equal(8, junction.SplitFragments);
    }

    [Fact]
    public void One_split_fragment_and_one_pair_of_one_side_are_a_probable_site()
    {
        var sample = new Sample(9);
        var molecule = sample.Inserted("chr2", 5_000, 5, true);
        sample.Reads.AddRange(molecule.Fragment("split", 930, 400));
        sample.Reads.AddRange(molecule.Fragment("pair", 800, 400));

        var site = Assert.Single(sample.Call().Sites);

        Assert.Equal((SiteStatus.Probable, 5_000L, 1, 1), (site.Status, site.Position, site.SplitFragments, site.PairFragments));
    }

    [Fact]
    public void Pairs_alone_make_a_candidate_that_is_an_estimate()
    {
        var sample = new Sample(10);
        var molecule = sample.Inserted("chr2", 5_000, 5, true);
        for (var i = 0; i < 4; i++)
            sample.Reads.AddRange(molecule.Fragment($"pair{i}", 790 + (i * 11), 400));

        var site = Assert.Single(sample.Call().Sites);

        Assert.Equal(SiteStatus.Candidate, site.Status);
        Assert.False(site.Left!.Exact);
        Assert.Equal((0, 4, true), (site.SplitFragments, site.PairFragments, site.VectorReverse));
        // Between the innermost host base (790 + 33 + 149 of 1,005) and one fragment further.
        Assert.InRange(site.Left.HostPosition, 4_971, 5_005);
    }

    [Fact]
    public void Mates_known_only_from_the_vector_read_count_as_pairs()
    {
        var sample = new Sample(11);
        var molecule = sample.Inserted("chr2", 5_000, 5, false);
        sample.Reads.AddRange(molecule.Fragment("split", 930, 400));
        sample.Reads.AddRange(molecule.Fragment("pair", 800, 400).Where(r => r.Host is null));

        var site = Assert.Single(sample.Call().Sites);

        Assert.Equal((1, 1), (site.SplitFragments, site.PairFragments));
        Assert.Equal(SiteStatus.Probable, site.Status);
    }

    [Fact]
    public void A_truncated_provirus_is_found_with_an_internal_end()
    {
        var sample = new Sample(12);
        sample.Cover(sample.Inserted("chr1", 8_000, 5, false, sample.Vector[700..]), "a", 31);

        var site = Assert.Single(sample.Call().Sites);

        Assert.Equal(8_000, site.Position);
        Assert.Equal((VectorEnd.Internal, VectorEnd.Right), (site.Left!.End, site.Right!.End));
        Assert.InRange(site.Left.VectorPosition, 695, 700);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(12)]
    [InlineData(-9)]
    public void A_virus_without_fixed_ends_is_confirmed_whatever_the_host_lost_or_doubled(int duplication)
    {
        var sample = new Sample(13, VectorFamily.Other);
        sample.Cover(sample.Inserted("chr1", 8_000, duplication, true, sample.Vector[300..2_000]), "a", 31);

        var site = Assert.Single(sample.Call().Sites);

        Assert.Equal(SiteStatus.Confirmed, site.Status);
        Assert.InRange(site.Position, 7_986, 8_004);
        Assert.InRange(site.TargetSiteDuplication!.Value, duplication - 8, duplication + 8);
        Assert.True(site.VectorReverse);
    }

    [Fact]
    public void Consensus_shows_host_in_lower_and_vector_in_upper_case_on_the_forward_strand()
    {
        var sample = new Sample(14);
        sample.Cover(sample.Inserted("chr1", 8_000, 5, true), "a", 37);

        var site = Assert.Single(sample.Call().Sites);

        var host = sample.Host["chr1"];
        var vector = Synthetic.Reverse(sample.Vector);
        Assert.Contains(host[7_985..8_005].ToLowerInvariant() + vector[..20], site.Left!.Consensus, StringComparison.Ordinal);
        Assert.Contains(vector[^20..] + host[8_000..8_020].ToLowerInvariant(), site.Right!.Consensus, StringComparison.Ordinal);
    }
}
