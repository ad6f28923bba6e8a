using Longwatch.Genomics.Evidence;
using Longwatch.Genomics.Reads;
using Longwatch.Genomics.Screening;
using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Tests.Evidence;

public sealed class EvidenceBuilderTests
{
    private const SamFlag R1 = SamFlag.Paired | SamFlag.First;
    private const SamFlag R2 = SamFlag.Paired | SamFlag.Last;
    private readonly Synthetic _make = new(7);
    private readonly string _repeat;
    private readonly string _inside;
    private readonly string _host;
    private readonly SearchedSequence _provirus;

    public EvidenceBuilderTests()
    {
        _repeat = "TG" + _make.Dna(196) + "CA";
        _inside = _make.Dna(3_000);
        _host = _make.Dna(4_000);
        _provirus = Synthetic.Provirus(_repeat, _inside);
    }

    [Fact]
    public void A_read_from_the_host_into_the_left_end_lies_on_the_first_repeat_and_one_out_of_the_right_end_on_the_second()
    {
        var result = Build(
            Synthetic.Read("left", _host[1_000..1_080] + _repeat[..70]),
            Synthetic.Read("right", Synthetic.Reverse(_repeat[120..] + _host[1_075..1_145]))
        );

        var left = Assert.Single(result.Fragments[0].Reads[0].Stretches);
        // The host's last base may match the base before the second repeat by chance; the end of the provirus decides all the same.
        Assert.Equal((80, 150, 0, 70, false, true), (left.ReadStart, left.ReadEnd, left.Start, left.End, left.Reverse, left.EitherRepeat));
        var right = Assert.Single(result.Fragments[1].Reads[0].Stretches);
        var end = _provirus.Length;
        Assert.Equal(
            (70, 150, end - 80, end, true, true),
            (right.ReadStart, right.ReadEnd, right.Start, right.End, right.Reverse, right.EitherRepeat)
        );
    }

    [Fact]
    public void A_short_match_inside_a_read_of_something_else_is_a_homologue_and_proves_nothing()
    {
        var island = _host[1_000..1_060] + _inside[500..536] + _host[2_000..2_054];
        var atTheEnd = _host[1_000..1_100] + _inside[500..550];

        var result = Build(Synthetic.Read("island", island), Synthetic.Read("end", atTheEnd));

        Assert.Empty(result.Fragments[0].Reads[0].Stretches);
        Assert.Equal((SequenceOrigin.VectorUnique, 1L), (result.Fragments[1].Origin, result.UniqueFragments));
    }

    [Fact]
    public void Host_bases_that_match_the_inside_by_chance_do_not_move_a_left_end_to_the_second_repeat()
    {
        // The six host bases before the join equal the six before the second repeat.
        var read = _host[1_000..1_074] + _inside[^6..] + _repeat[..70];

        var stretch = Assert.Single(Build(Synthetic.Read("chance", read)).Fragments[0].Reads[0].Stretches);

        Assert.Equal((80, 0, 70), (stretch.ReadStart, stretch.Start, stretch.End));
    }

    [Fact]
    public void Joins_inside_the_provirus_are_one_stretch_on_the_copy_that_they_belong_to()
    {
        var result = Build(Synthetic.Read("ppt", _inside[^60..] + _repeat[..90]), Synthetic.Read("pbs", _repeat[110..] + _inside[..60]));

        var ppt = Assert.Single(result.Fragments[0].Reads[0].Stretches);
        Assert.Equal((200 + 3_000 - 60, 200 + 3_000 + 90, false), (ppt.Start, ppt.End, ppt.EitherRepeat));
        var pbs = Assert.Single(result.Fragments[1].Reads[0].Stretches);
        Assert.Equal((110, 260, false), (pbs.Start, pbs.End, pbs.EitherRepeat));
    }

    [Fact]
    public void A_read_within_the_repeat_follows_its_mate()
    {
        var inside = _repeat[30..170];
        var result = Build(
            // Forward read in the repeat, mate downstream in the host: right end.
            Synthetic.Read("right", inside, R1),
            Synthetic.Read("right", Synthetic.Reverse(_host[500..640]), R2),
            // Reverse read in the repeat, mate upstream in the host: left end.
            Synthetic.Read("left", Synthetic.Reverse(inside), R1),
            Synthetic.Read("left", _host[100..240], R2),
            // Mate in the vector after the first repeat.
            Synthetic.Read("first", inside, R1),
            Synthetic.Read("first", Synthetic.Reverse(_inside[100..240]), R2),
            Synthetic.Read("second", Synthetic.Reverse(inside), R1),
            Synthetic.Read("second", _inside[^240..^100], R2)
        );

        Assert.Equal(4, result.Fragments.Count);
        Assert.Equal([3_230, 30, 30, 3_230], result.Fragments.Select(f => f.Reads[0].Stretches[0].Start));
        Assert.All(result.Fragments, f => Assert.True(f.Reads[0].Stretches[0].EitherRepeat));
    }

    [Fact]
    public void Two_stretches_of_a_circle_join_end_to_start()
    {
        var stretches = Build(Synthetic.Read("circle", _repeat[125..] + _repeat[..75]))
            .Fragments[0]
            .Reads[0]
            .Stretches.OrderBy(s => s.ReadStart)
            .ToList();

        Assert.Equal(2, stretches.Count);
        Assert.Equal((_provirus.Length, 0), (stretches[0].End, stretches[1].Start));
    }

    [Fact]
    public void Only_matching_trusted_unique_kmers_make_a_read_unique()
    {
        var origins = new SequenceOrigin[1_000];
        Array.Fill(origins, SequenceOrigin.HumanGenome);
        // The 31-mers that begin at 400 to 449 are unique: places 400 to 479.
        Array.Fill(origins, SequenceOrigin.VectorUnique, 400, 50);
        var bases = _make.Dna(1_000);
        var vectors = Synthetic.Vectors(Synthetic.Sequence("v", bases, origins: origins));
        var mutated = bases.ToCharArray();
        foreach (var place in (int[])[415, 440, 465])
            mutated[place] = mutated[place] == 'A' ? 'C' : 'A';

        var result = EvidenceBuilder.Build(
            vectors,
            Synthetic.Screening([
                Synthetic.Read("human", bases[200..350]),
                Synthetic.Read("unique", bases[350..500]),
                Synthetic.Read("edge", bases[281..431]),
                Synthetic.Read("before", bases[280..430]),
                // A mismatch in every unique 31-mer: the read is not the vector's.
                Synthetic.Read("differs", new string(mutated)[370..520]),
                Synthetic.Read("poor", bases[350..500], quality: 12),
            ]),
            Synthetic.Rules
        );

        Assert.Equal([0, 80, 31, 0, 0, 0], result.Fragments.Select(f => f.UniqueBases));
        Assert.Equal([false, true, true, false, false, false], result.Fragments.Select(f => f.Origin == SequenceOrigin.VectorUnique));
        Assert.Equal(SequenceOrigin.HumanGenome, result.Fragments[0].Origin);
        Assert.Equal(2, result.UniqueFragments);
    }

    [Fact]
    public void Copies_of_a_molecule_count_once_and_fragments_with_other_ends_stay()
    {
        var result = Build(
            Pair("a", 100, 400)
                .Concat(Pair("copy", 100, 400))
                .Concat(Pair("other end", 100, 401))
                .Concat(Swap(Pair("other strand", 100, 400)))
                .ToArray()
        );

        Assert.Equal([-1, 0, -1, 0], result.Fragments.Select(f => f.DuplicateOf));
        Assert.Equal(2, result.UniqueFragments);
        // Mates of 150 bases over an insert of 300: every place of the insert once per molecule.
        Assert.Equal((0, 2, 2, 1, 0), (Depth(99), Depth(100), Depth(399), Depth(400), Depth(401)));

        int Depth(int place) => result.Coverage[0].Depth[200 + place];
    }

    [Fact]
    public void A_copy_is_known_by_where_its_mate_lies_when_the_mate_is_not_at_hand()
    {
        var contig = new ContigInfo("chr1", 1_000_000);
        var mate = new HostAlignment("chr1", 5_200, true, "140M10S", 60);
        var read = Synthetic.Read("a", _inside[100..250], R1) with { Mate = mate };
        var present = Synthetic.Read("b", _make.Dna(150), R2 | SamFlag.Reverse, mate) with { Mate = null };
        CandidateRead[] reads =
        [
            read,
            Synthetic.Read("b", _inside[100..250], R1),
            present,
            read with
            {
                Name = "c",
                Mate = mate with { Position = 5_201 },
            },
        ];

        var result = EvidenceBuilder.Build(Synthetic.Vectors(_provirus), Synthetic.Screening(reads, contig), Synthetic.Rules);

        Assert.Equal([-1, 0, -1], result.Fragments.Select(f => f.DuplicateOf));
    }

    [Fact]
    public void Identifiers_keep_molecules_with_equal_ends_apart()
    {
        var reads = Pair("a", 100, 400).Select(r => r with { Umi = "ACGT" });
        var others = Pair("b", 100, 400).Select(r => r with { Umi = "ACGA" });
        var copies = Pair("c", 100, 400).Select(r => r with { Umi = "ACGT" });

        Assert.Equal([-1, -1, 0], Build([.. reads, .. others, .. copies]).Fragments.Select(f => f.DuplicateOf));
    }

    [Fact]
    public void Overlapping_mates_count_once()
    {
        var depth = Build([.. Pair("a", 100, 300)]).Coverage[0].Depth;

        Assert.Equal(200, depth.Sum());
        Assert.Equal(1, depth.Max());
    }

    [Fact]
    public void Reads_that_fit_two_vectors_go_to_the_one_with_reads_of_its_own_and_count_on_both()
    {
        var shared = _make.Dna(1_000);
        var vectors = Synthetic.Vectors(
            Synthetic.Sequence("absent", shared + _make.Dna(500)),
            Synthetic.Sequence("present", shared + _inside[..500])
        );
        var result = EvidenceBuilder.Build(
            vectors,
            Synthetic.Screening([Synthetic.Read("shared", shared[200..350]), Synthetic.Read("own", _inside[100..250])]),
            Synthetic.Rules
        );

        Assert.Equal(1, result.Fragments[0].Reads[0].Stretches[0].Sequence);
        Assert.Equal(0, Assert.Single(result.Fragments[0].Reads[0].Stretches[0].AlsoFits).Sequence);
        Assert.Equal((150, 300), (result.Coverage[0].Depth.Sum(), result.Coverage[1].Depth.Sum()));
        Assert.Contains("1 fragments fit present and absent", Assert.Single(result.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Contigs_that_are_the_vector_are_no_host()
    {
        var onVector = new HostAlignment("construct_x", 500, false, "70M80S", 60);
        var onHost = new HostAlignment("chr1", 2_000, false, "70S80M", 60);
        var read = Synthetic.Read("join", _inside[300..370] + _host[2_000..2_080], SamFlag.None, onVector) with { Others = [onHost] };
        var result = EvidenceBuilder.Build(
            Synthetic.Vectors(_provirus),
            Synthetic.Screening([read], new("chr1", 1_000_000), new("construct_x", _provirus.Length)),
            Synthetic.Rules
        );

        var kept = result.Fragments[0].Reads[0].Read;
        Assert.Equal("chr1", kept.Host!.Contig);
        Assert.Empty(kept.Others);
        Assert.Equal((70, 150), (HostPart.Of(kept)[0].ReadStart, HostPart.Of(kept)[0].ReadEnd));
    }

    // The laboratory aligned to the host and its own vector, of which the one searched is a relative: two shared blocks at other distances, the rest another transgene.
    [Fact]
    public void A_contig_of_a_related_vector_is_no_host()
    {
        CandidateRead Inside(int index, int start, int onContig) =>
            Synthetic.Read(
                $"in{index}",
                _inside[start..(start + 150)],
                SamFlag.None,
                new HostAlignment("related", onContig, false, "150M", 60)
            );
        var join = Synthetic.Read(
            "join",
            _inside[300..370] + _host[2_000..2_080],
            SamFlag.None,
            new HostAlignment("related", 500, false, "70M80S", 60)
        ) with
        {
            Others = [new HostAlignment("chr1", 2_000, false, "70S80M", 60)],
        };
        var reads = Enumerable.Range(0, 6).Select(i => Inside(i, 100 + (i * 10), i < 3 ? 300 + (i * 10) : 900 + (i * 10))).Append(join);
        var result = EvidenceBuilder.Build(
            Synthetic.Vectors(_provirus),
            Synthetic.Screening(reads, new("chr1", 1_000_000), new("related", _provirus.Length + 400)),
            Synthetic.Rules
        );

        Assert.Equal("chr1", result.Fragments.Single(f => f.Name == "join").Reads[0].Read.Host!.Contig);
        Assert.Contains(result.Notes, n => n.Contains("related", StringComparison.Ordinal));
    }

    [Fact]
    public void Adapter_bases_are_no_part_of_the_insert()
    {
        var insert = _inside[100..190];
        var adapter = "AGATCGGAAGAGCACACGTCTGAACTCCAGTCAC" + _make.Dna(26);
        var result = Build(
            Synthetic.Read("short", insert + adapter, R1),
            Synthetic.Read("short", Synthetic.Reverse(insert) + adapter, R2),
            Synthetic.Read("turned", Synthetic.Reverse(insert + adapter), SamFlag.Reverse),
            Synthetic.Read("long", _inside[100..250])
        );

        var ends = result.Fragments.SelectMany(f => f.Reads).Select(r => (r.InsertStart, r.InsertEnd));
        Assert.Equal([(0, 90), (0, 90), (60, 150), (0, 150)], ends);
    }

    private EvidenceResult Build(params CandidateRead[] reads) =>
        EvidenceBuilder.Build(Synthetic.Vectors(_provirus), Synthetic.Screening(reads), Synthetic.Rules);

    private CandidateRead[] Pair(string name, int start, int end) =>
        [Synthetic.Read(name, _inside[start..(start + 150)], R1), Synthetic.Read(name, Synthetic.Reverse(_inside[(end - 150)..end]), R2)];

    private static IEnumerable<CandidateRead> Swap(CandidateRead[] pair) => [pair[1] with { Flags = R1 }, pair[0] with { Flags = R2 }];
}
