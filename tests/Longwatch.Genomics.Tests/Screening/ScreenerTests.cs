using System.Text;
using Longwatch.Genomics.Reads;
using Longwatch.Genomics.Screening;

namespace Longwatch.Genomics.Tests.Screening;

public sealed class ScreenerTests : IDisposable
{
    private readonly SyntheticReads made = new();

    private string[] Expected => [.. made.Pairs.Where(p => p.OfVector).SelectMany(p => new[] { p.Name, p.Name })];

    [Theory]
    [InlineData(1, ScanKernel.Plain)]
    [InlineData(1, ScanKernel.Packed)]
    [InlineData(2, ScanKernel.Packed)]
    [InlineData(4, ScanKernel.Packed)]
    public void Every_form_of_the_same_pairs_gives_the_pairs_of_the_vector(int threads, ScanKernel kernel)
    {
        var half = made.Fastq(1).Length / 2;
        var (first, second) = (made.Fastq(1), made.Fastq(2));
        (string, string?)[] forms =
        [
            (made.Write("a_1.fq", first), made.Write("a_2.fq", second)),
            (made.Write("b_1.fq", made.Fastq(1, "\r\n", "/1")), made.Write("b_2.fq", made.Fastq(2, "\r\n", "/2"))),
            (made.Write("c_1.gz", SyntheticReads.Gzip(first[..half], first[half..])), made.Write("c_2.gz", SyntheticReads.Gzip(second))),
            (made.Write("d.fq", made.Interleaved()), null),
            (made.Write("e.sam", made.Sam()), null),
            (made.Write("f.sam.gz", SyntheticReads.Gzip(made.Sam())), null),
        ];
        foreach (var (path, mate) in forms)
        {
            var result = made.Screen(path, mate, threads, kernel);

            Assert.Equal(Expected, result.Candidates.Select(c => c.Name));
            Assert.Equal(2 * made.Pairs.Count, result.Counts.Reads);
            Assert.Equal(200L * made.Pairs.Count, result.Counts.Bases);
            Assert.Equal(made.Pairs.Sum(p => (p.First + p.Second).Count(b => b is 'C' or 'G')), result.Counts.GcBases);
            Assert.Equal('I' - '!', result.Counts.MeanQuality);
            Assert.True(result.Input.Paired);
            Assert.Equal(1, result.KeptShare);
            Assert.Empty(result.Findings);
        }
    }

    [Fact]
    public void A_candidate_is_given_as_its_record_has_it()
    {
        var result = made.Screen(made.Write("a_1.fq", made.Fastq(1)), made.Write("a_2.fq", made.Fastq(2)));
        var pair = made.Pairs.First(p => p.OfVector);

        Assert.Equal(pair.First, Encoding.ASCII.GetString(result.Candidates[0].Bases));
        Assert.Equal(pair.Second, Encoding.ASCII.GetString(result.Candidates[1].Bases));
        Assert.All(result.Candidates[0].Qualities, q => Assert.Equal('I' - '!', q));
        Assert.True(result.Candidates[0].Flags.HasFlag(SamFlag.First) && result.Candidates[1].Flags.HasFlag(SamFlag.Last));
        Assert.Equal([14L, 15L], result.Candidates.Take(2).Select(c => c.Ordinal)); // pair 7 is the first of the vector
    }

    // By hand: a read that spans the junction with n bases of the vector at its end has n - 15 windows of 16, of which one in four is sampled.
    [Theory]
    [InlineData(20, true)]
    [InlineData(24, true)]
    [InlineData(15, false)]
    public void A_read_over_a_junction_is_kept_from_twenty_bases_at_its_end(int bases, bool kept)
    {
        for (var offset = 0; offset < 8; offset++)
        {
            var read = made.RandomBases(120 - bases + offset) + made.Vector[500..(500 + bases)];
            var both = new[] { read, SyntheticReads.Reverse(read) };
            var path = made.Write("j.fq", string.Concat(both.Select((r, i) => $"@r{i}\n{r}\n+\n{new string('I', r.Length)}\n")));

            Assert.Equal(kept ? 2 : 0, made.Screen(path).Candidates.Count);
        }
    }

    [Theory]
    [InlineData("10M90M", 0)]
    [InlineData("18S82M", 1)]
    public void A_short_match_counts_only_where_the_aligner_clipped_it(string cigar, int candidates)
    {
        var read = "A" + made.Vector[400..417] + made.Host[5000..5082];
        var sam = $"@SQ\tSN:chrA\tLN:20000\nr\t0\tchrA\t5001\t60\t{cigar}\t*\t0\t0\t{read}\t*\n".Replace(
            "10M90M",
            "100M",
            StringComparison.Ordinal
        );

        // The match begins at base 1; shifted by three, a sampled window lies in it.
        sam = sam.Replace("A" + made.Vector[400..417], made.Vector[400..418], StringComparison.Ordinal);
        Assert.Equal(candidates, made.Screen(made.Write("c.sam", sam)).Candidates.Count);
    }

    [Fact]
    public void What_a_capped_run_keeps_does_not_depend_on_threads_and_is_said()
    {
        var bam = made.Write("v.sam", made.Sam());
        var options = new ScreeningOptions { Threads = 1, MaxFragments = 20 };
        var one = Screener.Screen([new(bam)], made.Searched1, options, null, TestContext.Current.CancellationToken);

        Assert.Contains(one.Findings, f => f.Code == "candidates-capped");
        Assert.InRange(one.Candidates.Select(c => c.Name).Distinct().Count(), 1, 20);
        Assert.True(one.KeptShare is 0.5 or 0.25 or 0.125);
    }

    [Fact]
    public void Host_reads_beside_a_junction_are_those_that_a_look_at_every_record_finds()
    {
        var sam = made.Sam();
        // One split read: its first half at 8,000 of the host, its second in the vector; its mate at 15,000.
        var read = made.Host[7950..8000] + made.Vector[0..50];
        var lines = sam.Split('\n', StringSplitOptions.RemoveEmptyEntries).ToList();
        var at = lines.FindIndex(l =>
            !l.StartsWith('@') && long.Parse(l.Split('\t')[3], System.Globalization.CultureInfo.InvariantCulture) > 7951
        );
        lines.Insert(at, $"split\t65\tchrA\t7951\t60\t50M50S\t=\t15001\t0\t{read}\t{new string('I', 100)}");
        var source = made.Screen(made.Write("n.sam", string.Join('\n', lines) + "\n"));
        var path = made.PathOf("n.bam");
        using (var file = File.Create(path))
            BamWriter.Write(file, AllReads(lines), source.Input.Contigs, "made-up");

        var result = made.Screen(path, threads: 3);
        var expected = lines
            .Where(l => !l.StartsWith('@'))
            .Select(l => l.Split('\t'))
            .Where(f => f[2] == "chrA")
            .Select(f => long.Parse(f[3], System.Globalization.CultureInfo.InvariantCulture) - 1)
            .Where(start => Overlaps(start, 7950 - 1000, 8000 + 1000) || Overlaps(start, 15000 - 1000, 15000 + 1000))
            .Order();

        Assert.Equal(expected, result.Neighbours.Select(n => n.Start));
        Assert.Equal(50, Assert.Single(result.Neighbours, n => n.Start == 7950 && n.RightClip > 0).RightClip);

        static bool Overlaps(long start, long from, long to) => start < to && start + 100 > from;
    }

    /// <summary>All records as reads, so that the writer can write them.</summary>
    private static List<CandidateRead> AllReads(List<string> lines)
    {
        var reads = new List<CandidateRead>();
        foreach (var line in lines.Where(l => !l.StartsWith('@')))
        {
            var f = line.Split('\t');
            var invariant = System.Globalization.CultureInfo.InvariantCulture;
            var flags = (SamFlag)int.Parse(f[1], invariant);
            var host =
                f[2] == "*" ? null : new HostAlignment(f[2], long.Parse(f[3], invariant) - 1, flags.HasFlag(SamFlag.Reverse), f[5], 60);
            var mate =
                f[6] == "*" ? null : new HostAlignment(f[2], long.Parse(f[7], invariant) - 1, flags.HasFlag(SamFlag.MateReverse), "", 255);
            reads.Add(new(reads.Count, 0, f[0], flags, Encoding.ASCII.GetBytes(f[9]), [], host, [], mate, null));
        }

        return reads;
    }

    public void Dispose() => made.Dispose();
}
