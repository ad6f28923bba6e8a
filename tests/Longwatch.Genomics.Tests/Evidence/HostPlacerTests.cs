using Longwatch.Genomics.Evidence;
using Longwatch.Genomics.Reads;
using Longwatch.Genomics.Screening;
using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Tests.Evidence;

public sealed class HostPlacerTests : IDisposable
{
    private const SamFlag R1 = SamFlag.Paired | SamFlag.First;
    private const SamFlag R2 = SamFlag.Paired | SamFlag.Last;
    private const int Site = 20_000;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("longwatch-tests-");
    private readonly Synthetic _make = new(23);
    private readonly string _host;
    private readonly string _other;
    private readonly string _vector;
    private readonly FileInfo _reference;

    public HostPlacerTests()
    {
        _host = _make.Dna(40_000);
        var repeat = _make.Dna(400);
        // The same 400 bases twice: a repeat of the host.
        _other = _make.Dna(5_000) + repeat + _make.Dna(5_000) + repeat + _make.Dna(5_000);
        // Neighbours of the joins differ, so that ends are where they are made and not a base further by chance.
        _vector = Other(_host[Site], _other[5_180]) + _make.Dna(2_998) + Other(_host[Site - 6]);
        _reference = new(Path.Combine(_folder.FullName, "host.fa"));
        File.WriteAllText(_reference.FullName, HostReferenceTests.Fasta("\n", ("chrA", _host), ("chrB", _other)));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("bwa")]
    [InlineData("minimap2")]
    public void Split_reads_of_an_unaligned_input_are_placed_to_the_base_on_both_strands(string program)
    {
        NeedsAligner(program);
        // An insertion at the site: ...host[..Site] | vector | host[Site - 5..] with five bases duplicated.
        var left = _host[(Site - 60)..Site] + _vector[..90];
        var turned = _host[(Site - 61)..Site] + _vector[..89];
        var right = _vector[^80..] + _host[(Site - 5)..(Site + 65)];

        var placed = Place(program, Single("left", left), Single("left turned", Synthetic.Reverse(turned)), Single("right", right));

        foreach (var index in (int[])[0, 1])
        {
            var part = Assert.Single(HostPart.Of(Reads(placed)[index].Read));
            Assert.Equal(("chrA", Site - 60L - index, (long)Site), (part.Alignment.Contig, part.Start, part.End));
            // As in SAM: bases on the forward strand of the host, the flag says how they were read.
            Assert.Equal((index == 1, false), (Reads(placed)[index].Read.Flags.HasFlag(SamFlag.Reverse), part.Reverse));
            var stretch = Assert.Single(Reads(placed)[index].Stretches);
            Assert.Equal(
                (60 + index, 150, 0, 90 - index, false),
                (part.ReadEnd, stretch.ReadEnd, stretch.Start, stretch.End, stretch.Reverse)
            );
        }

        var other = Assert.Single(HostPart.Of(Reads(placed)[2].Read));
        Assert.Equal((Site - 5L, Site + 65L), (other.Start, other.End));
        Assert.Contains(program, placed.PlacedBy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_short_host_part_is_found_beside_its_mate()
    {
        NeedsAligner("bwa");
        // Fifteen host bases fit many places of a genome, but only one beside the mate.
        var read = _host[(Site - 15)..Site] + _vector[..135];
        var mate = _host[(Site - 300)..(Site - 150)];

        var placed = Place("bwa", Synthetic.Read("p", Synthetic.Reverse(read), R1), Synthetic.Read("p", mate, R2));

        var fragment = Assert.Single(placed.Evidence.Fragments);
        Assert.Equal((Site - 300L, "150M"), (fragment.Reads[1].Read.Host!.Position, fragment.Reads[1].Read.Host!.Cigar));
        var split = fragment.Reads[0].Read;
        Assert.Equal((Site - 15L, "15M135S", true), (split.Host!.Position, split.Host.Cigar, split.Host.Reverse));
        Assert.Equal(Site - 300L, split.Mate!.Position);
        Assert.True(fragment.Reads[1].Read.Flags.HasFlag(SamFlag.MateUnmapped) is false);
    }

    [Fact]
    public void Homology_of_vector_and_host_shows_as_overlap()
    {
        NeedsAligner("bwa");
        // A vector with 300 bases of the host in it; a read of the host's own locus that leaves the shared block.
        var vector = _vector[..1_000] + _host[10_000..10_300] + _vector[1_000..];
        var read = _host[10_220..10_370];

        var placed = HostPlacer.Place(
            Build(vector, Single("locus", read)),
            Unaligned,
            _reference,
            Synthetic.Rules,
            Options(1, "bwa"),
            TestContext.Current.CancellationToken
        );

        var evidence = Reads(placed)[0];
        Assert.Equal((0, 80), (evidence.Stretches[0].ReadStart, evidence.Stretches[0].ReadEnd));
        var part = Assert.Single(HostPart.Of(evidence.Read));
        Assert.Equal((0, 150, 10_220L), (part.ReadStart, part.ReadEnd, part.Start));
    }

    [Fact]
    public void A_part_in_a_repeat_keeps_its_other_places()
    {
        NeedsAligner("bwa");
        var placed = Place("bwa", Single("repeat", _other[5_100..5_180] + _vector[..70]));

        var parts = HostPart.Of(Reads(placed)[0].Read);

        Assert.Equal([5_100L, 10_500L], parts.Select(p => p.Start).Order());
        Assert.Single(parts, p => p.Alignment.Secondary);
        Assert.All(parts, p => Assert.Equal((0, 80), (p.ReadStart, p.ReadEnd)));
    }

    [Fact]
    public void Parts_that_the_inputs_aligner_left_out_are_found_beside_the_mate()
    {
        var mate = new HostAlignment("chrA", Site - 400, false, "150M", 60);
        // The aligner left the first read unmapped; its first 40 bases lie beside the mate.
        var read = Synthetic.Read("p", Synthetic.Reverse(_host[(Site - 40)..Site] + _vector[..110]), R1 | SamFlag.Unmapped) with
        {
            Mate = mate,
        };
        var result = EvidenceBuilder.Build(
            Vectors(_vector),
            Synthetic.Screening([read], new ContigInfo("chrA", _host.Length)),
            Synthetic.Rules
        );

        var placed = HostPlacer.Place(
            result,
            Aligned,
            _reference,
            Synthetic.Rules,
            Options(1, "bwa"),
            TestContext.Current.CancellationToken
        );

        var found = Reads(placed)[0].Read;
        Assert.Equal((Site - 40L, "40M110S"), (found.Host!.Position, found.Host.Cigar));
        Assert.Equal(SamFlag.Paired | SamFlag.First | SamFlag.Reverse, found.Flags);
        Assert.Equal(HostPlacer.InputAlignments, placed.PlacedBy);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Evidence_that_the_host_shows_base_for_base_is_taken_back(bool reverse)
    {
        // A vector with 300 bases of the host that the mask did not know, one of them another allele.
        var block = _host[10_000..10_150] + Other(_host[10_150]) + _host[10_151..10_300];
        var vector = _vector[..1_000] + block + _vector[1_000..];
        var alignment = new HostAlignment("chrA", 10_020, reverse, "100M", 60);
        var flags = reverse ? SamFlag.Reverse : SamFlag.None;
        var human = Synthetic.Read("human", _host[10_020..10_120], flags, alignment);
        // The aligner put a read of the vector's allele on the same locus: k-mers over the difference remain.
        var allele = Synthetic.Read("allele", block[100..200], flags, alignment with { Position = 10_100 });
        var evidence = EvidenceBuilder.Build(
            Vectors(vector),
            Synthetic.Screening([human, allele], new ContigInfo("chrA", _host.Length)),
            Synthetic.Rules
        );
        Assert.Equal(2, evidence.UniqueFragments);

        var placed = HostPlacer
            .Place(evidence, Aligned, _reference, Synthetic.Rules, Options(1, "bwa"), TestContext.Current.CancellationToken)
            .Evidence;

        Assert.Equal([SequenceOrigin.HumanGenome, SequenceOrigin.VectorUnique], placed.Fragments.Select(f => f.Origin));
        // 31-mers that hold place 50 of the read: 20 to 80.
        Assert.Equal([0, 61], placed.Fragments.Select(f => f.UniqueBases));
        Assert.Equal((1, 1), (placed.UniqueFragments, placed.Coverage[0].Fragments[(int)SequenceOrigin.HumanGenome]));
        Assert.Contains(placed.Notes, n => n.StartsWith("1 fragments that the mask called unique", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_reference_that_holds_the_vector_takes_no_evidence_away(bool reverse)
    {
        var inserted = reverse ? Synthetic.Reverse(_vector) : _vector;
        var path = new FileInfo(Path.Combine(_folder.FullName, "with-vector.fa"));
        File.WriteAllText(path.FullName, HostReferenceTests.Fasta("\n", ("chrA", _host[..Site] + inserted + _host[Site..])));
        // A read of the vector, which the aligner found within the chromosome.
        var alignment = new HostAlignment("chrA", Site + 1_000, false, "150M", 60);
        var read = Synthetic.Read("v", inserted[1_000..1_150], SamFlag.None, alignment);
        var evidence = EvidenceBuilder.Build(
            Vectors(_vector),
            Synthetic.Screening([read], new ContigInfo("chrA", 1_000_000)),
            Synthetic.Rules
        );
        Assert.Contains(evidence.Notes, n => n.StartsWith("1 reads of vector-only sequence are aligned to chrA", StringComparison.Ordinal));

        var placed = HostPlacer
            .Place(evidence, Aligned, path, Synthetic.Rules, Options(1, "bwa"), TestContext.Current.CancellationToken)
            .Evidence;

        Assert.Equal((1, 150), (placed.UniqueFragments, placed.Fragments[0].UniqueBases));
        Assert.Contains(placed.Notes, n => n.StartsWith("The reference holds a vector at chrA:2", StringComparison.Ordinal));
    }

    [Fact]
    public void Copies_with_an_error_at_their_host_end_are_found_once_they_are_placed()
    {
        NeedsAligner("bwa");
        var read = _host[(Site - 60)..Site] + _vector[..90];
        var wrong = read[..8] + Other(read[8]) + read[9..];
        // Same length, other place: another molecule.
        var elsewhere = _host[(Site + 940)..(Site + 1_000)] + _vector[..90];
        var evidence = Build(_vector, Single("a", wrong), Single("b", read), Single("c", read), Single("d", elsewhere));
        Assert.Equal([-1, -1, 1, -1], evidence.Fragments.Select(f => f.DuplicateOf));

        var placed = HostPlacer
            .Place(evidence, Unaligned, _reference, Synthetic.Rules, Options(1, "bwa"), TestContext.Current.CancellationToken)
            .Evidence;

        Assert.Equal([-1, 0, 0, -1], placed.Fragments.Select(f => f.DuplicateOf));
        Assert.Equal((2, 2), (placed.UniqueFragments, placed.Coverage[0].Depth[10]));
    }

    [Fact]
    public void Results_do_not_depend_on_the_number_of_threads()
    {
        NeedsAligner("bwa");
        var reads = new List<CandidateRead>();
        for (var i = 0; i < 300; i++)
        {
            var place = 1_000 + _make.Below(38_000);
            var cut = 20 + _make.Below(110);
            var read = _host[(place - cut)..place] + _vector[..(150 - cut)];
            reads.Add(Single($"r{i}", _make.Below(2) == 0 ? read : Synthetic.Reverse(read)));
        }

        var one = Describe(Place("bwa", 1, [.. reads]));

        Assert.Equal(one, Describe(Place("bwa", 4, [.. reads])));
        Assert.Equal(300, one.Count(line => line.Contains("chrA", StringComparison.Ordinal)));

        static string[] Describe(PlacedEvidence placed) =>
            [.. Reads(placed).Select(r => $"{r.Read.Name} {r.Read.Host} {string.Join(',', r.Stretches.Select(s => s.ReadStart))}")];
    }

    [Fact]
    public void A_program_that_is_missing_is_named_with_its_package()
    {
        var error = Assert.Throws<UnreadableInputException>(() =>
            AlignerProcess.Run("no-such-aligner", [], _ => { }, TestContext.Current.CancellationToken)
        );

        Assert.Contains("apt install no-such-aligner", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cache_that_cannot_be_written_is_named_with_the_remedy()
    {
        NeedsAligner("bwa");
        var file = Path.Combine(_folder.FullName, "file");
        File.WriteAllText(file, "");
        var options = new PlacementOptions(1, "bwa", new(Path.Combine(file, "cache")));
        var evidence = Build(_vector, Single("r", _host[100..180] + _vector[..70]));

        var error = Assert.Throws<UnreadableInputException>(() =>
            HostPlacer.Place(evidence, Unaligned, _reference, Synthetic.Rules, options, TestContext.Current.CancellationToken)
        );

        Assert.Contains("bwa index host.fa", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_that_fails_is_quoted()
    {
        NeedsAligner("bwa");
        var error = Assert.Throws<UnreadableInputException>(() =>
            AlignerProcess.Run("bwa", ["mem", "/nonexistent/index", "/nonexistent/reads"], _ => { }, TestContext.Current.CancellationToken)
        );

        Assert.Contains("exit code 1", error.Message, StringComparison.Ordinal);
        Assert.Contains("fail to locate the index", error.Message, StringComparison.Ordinal);
    }

    private static string Other(params char[] taken) => "ACGT".First(b => !taken.Contains(b)).ToString();

    private static InputProfile Unaligned => Synthetic.Screening([]).Input;

    private InputProfile Aligned => Synthetic.Screening([], new ContigInfo("chrA", _host.Length)).Input;

    private static CandidateRead Single(string name, string bases) => Synthetic.Read(name, bases);

    private static List<ReadEvidence> Reads(PlacedEvidence placed) => [.. placed.Evidence.Fragments.SelectMany(f => f.Reads)];

    private static CompiledVectors Vectors(string vector) => Synthetic.Vectors(Synthetic.Sequence("v", vector));

    private static EvidenceResult Build(string vector, params CandidateRead[] reads) =>
        EvidenceBuilder.Build(Vectors(vector), Synthetic.Screening(reads), Synthetic.Rules);

    private PlacedEvidence Place(string program, params CandidateRead[] reads) => Place(program, 1, reads);

    private PlacedEvidence Place(string program, int threads, CandidateRead[] reads)
    {
        var evidence = Build(_vector, reads);
        return HostPlacer.Place(
            evidence,
            Unaligned,
            _reference,
            Synthetic.Rules,
            Options(threads, program),
            TestContext.Current.CancellationToken
        );
    }

    private PlacementOptions Options(int threads, string program) => new(threads, program, _folder);

    private static void NeedsAligner(string program) => Assert.SkipUnless(AlignerProcess.Exists(program), $"{program} is not installed");
}
