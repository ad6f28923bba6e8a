using System.Text;
using Longwatch.Genomics.Reads;
using Longwatch.Genomics.Screening;
using Longwatch.Statistics.Random;

namespace Longwatch.Genomics.Tests.Screening;

public sealed class BrokenInputTests : IDisposable
{
    private readonly SyntheticReads made = new(1500);

    [Fact]
    public void A_bam_without_its_end_block_is_said_to_be_truncated_and_a_block_that_was_changed_is_named_by_its_offset()
    {
        var bam = Bam();
        var whole = made.Screen(made.Write("whole.bam", bam));
        var cut = made.Screen(made.Write("cut.bam", bam[..^28]));
        var inBlock = made.Screen(made.Write("block.bam", bam[..(bam.Length / 2)]));
        var changed = bam.ToArray();
        changed[bam.Length / 2] ^= 0x55;
        var error = Assert.Throws<UnreadableInputException>(() => made.Screen(made.Write("changed.bam", changed)));

        Assert.Empty(whole.Findings);
        Assert.Equal(whole.Candidates.Count, cut.Candidates.Count);
        Assert.True(Assert.Single(cut.Findings).RefusesNegative);
        Assert.Equal("truncated", cut.Findings[0].Code);
        Assert.Contains(inBlock.Findings, f => f.Code == "truncated" && f.RefusesNegative);
        Assert.StartsWith("byte offset ", error.Problems[0].Place, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_gzip_that_was_cut_is_said_to_be_truncated_and_one_that_was_changed_is_refused(int threads)
    {
        var packed = SyntheticReads.Gzip(made.Fastq(1));
        var cut = made.Screen(made.Write("cut.gz", packed[..(packed.Length * 2 / 3)]), threads: threads);
        packed[packed.Length / 2] ^= 0x10;
        var error = Assert.Throws<UnreadableInputException>(() => made.Screen(made.Write("changed.gz", packed), threads: threads));

        Assert.Contains(cut.Findings, f => f.Code == "truncated" && f.RefusesNegative);
        Assert.InRange(cut.Counts.Reads, 100, made.Pairs.Count - 1);
        Assert.NotNull(error.Problems[0].Place);
    }

    [Fact]
    public void The_platform_inflates_as_the_native_library_does_and_says_the_same_of_broken_data()
    {
        var packed = SyntheticReads.Gzip(made.Fastq(1), made.Fastq(2));
        var expected = made.Fastq(1) + made.Fastq(2);
        Assert.Equal(expected, Read(s => new GzipText(s), packed).Text);
        if (Longwatch.Genomics.Reads.Native.IsaL.IsAvailable)
            Assert.Equal(expected, Read(s => new IsaLText(s), packed).Text);
        foreach (var cut in new[] { 1, 5, 9, 100, packed.Length / 2, packed.Length - 12 })
        {
            Assert.True(Read(s => new GzipText(s), packed[..^cut]).Truncated, $"{cut}");
            Assert.True(Read(s => TextSource.Open(s, Packing.Gzip), packed[..^cut]).Truncated, $"{cut}");
        }

        packed[packed.Length / 3] ^= 4;
        Assert.Throws<UnreadableInputException>(() => Read(s => new GzipText(s), packed));
        Assert.Throws<UnreadableInputException>(() => Read(s => TextSource.Open(s, Packing.Gzip), packed));
    }

    [Fact]
    public void Mates_out_of_step_are_refused_and_the_first_differing_pair_is_named()
    {
        var second = made.Fastq(2).Replace("@run:1:700 ", "@run:1:9999 ", StringComparison.Ordinal);
        var (a, b) = (made.Write("a_1.fq", made.Fastq(1)), made.Write("a_2.fq", second));
        foreach (var threads in new[] { 1, 3 })
        {
            var problem = Assert.Throws<UnreadableInputException>(() => made.Screen(a, b, threads)).Problems[0];
            Assert.Equal("record 701", problem.Place);
            Assert.Contains("'run:1:700'", problem.Message, StringComparison.Ordinal);
            Assert.Contains("'run:1:9999'", problem.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_file_of_mates_that_ends_early_is_a_finding_that_refuses_a_negative()
    {
        var shorter = made.Fastq(2)[..made.Fastq(2).IndexOf("@run:1:1200 ", StringComparison.Ordinal)];
        var result = made.Screen(made.Write("a_1.fq", made.Fastq(1)), made.Write("a_2.fq", shorter));

        Assert.True(Assert.Single(result.Findings, f => f.Code == "mates-differ").RefusesNegative);
        Assert.Equal(1500 + 1200, result.Counts.Reads);
    }

    // By hand: the third record begins on line 9.
    [Theory]
    [InlineData("@a\nACGT\n+\nIIII\n@b\nACGT\n+\nIIII\nc\nACGT\n+\nIIII\n", "line 9")]
    [InlineData("@a\nACGT\n+\nIIII\n@b\nACGT\n+\nIIII\n@c\nAC-T\n+\nIIII\n", "line 10")]
    [InlineData("@a\nACGT\n+\nIIII\n@b\nACGT\n+\nIIII\n@c\nACGT\nACGT\n+\nIIIIIIII\n", "line 11")]
    [InlineData("@a\nACGT\n+\nIIII\n@b\nACGT\n+\nIIII\n@c\nACGT\n+\nIII\n@d\nACGT\n+\nIIII\n", "line 12")]
    [InlineData("@a\nACGT\n+\nIIII\n@b\nACGT\n+\nIIII\n@c\nACGT\n+\nIIIII\n@d\nACGT\n+\nIIII\n", "line 12")]
    public void A_broken_fastq_record_is_named_by_its_line(string text, string place) =>
        Assert.Equal(place, Assert.Throws<UnreadableInputException>(() => made.Screen(made.Write("x.fq", text))).Problems[0].Place);

    [Theory]
    [InlineData("r\t0\tchrA\t5\t60\t4M\t*\t0\t0\tACGT\tIIII", null)]
    [InlineData("r\t0\tchrB\t5\t60\t4M\t*\t0\t0\tACGT\tIIII", "RNAME")]
    [InlineData("r\t0\tchrA\tx\t60\t4M\t*\t0\t0\tACGT\tIIII", "POS")]
    [InlineData("r\t0\tchrA\t5\t60\tM4\t*\t0\t0\tACGT\tIIII", "CIGAR")]
    [InlineData("r\t0\tchrA\t5\t60\t4M\t*\t0\t0\tACGT\tIII", "qualities")]
    [InlineData("r\t0\tchrA\t5\t60\t4M\t*\t0\t0\tAC!T\tIIII", "SEQ")]
    [InlineData("r\t0\tchrA\t5\t60", "fields")]
    public void A_broken_sam_line_is_named_with_the_field(string line, string? field)
    {
        var path = made.Write("x.sam", $"@SQ\tSN:chrA\tLN:100\n{line}\n");
        if (field is null)
        {
            Assert.Equal(1, made.Screen(path).Counts.Reads);
            return;
        }

        var problem = Assert.Throws<UnreadableInputException>(() => made.Screen(path)).Problems[0];
        Assert.Equal("line 2", problem.Place);
        Assert.Contains(field, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData(">chr1\nACGT\n", "FASTA")]
    [InlineData("BZh91AY", "bzip2")]
    [InlineData("PK\u0003\u0004", "zip")]
    [InlineData("hello", "not recognised")]
    public void What_holds_no_reads_is_refused_with_a_remedy(string text, string said) =>
        Assert.Contains(
            said,
            Assert.Throws<UnreadableInputException>(() => made.Screen(made.Write("reads.bam", text))).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void An_alignment_without_unmapped_reads_refuses_a_negative()
    {
        var mapped = string.Join('\n', made.Sam().Split('\n').Where(l => !l.Contains("\t77\t") && !l.Contains("\t141\t")));
        var result = made.Screen(made.Write("m.sam", mapped));

        Assert.False(result.Input.HasUnmappedReads);
        Assert.True(Assert.Single(result.Findings, f => f.Code == "no-unmapped-reads").RefusesNegative);
    }

    // A thousand cases here; bench/ runs a hundred thousand of the same kind.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Changed_input_gives_a_result_or_one_clear_refusal(int threads)
    {
        var small = new SyntheticReads(60);
        byte[][] seeds =
        [
            Inflate(BamOf(small)),
            BamOf(small),
            SyntheticReads.Gzip(small.Fastq(1)),
            Encoding.ASCII.GetBytes(small.Fastq(1)),
            Encoding.ASCII.GetBytes(small.Sam()),
        ];
        for (var i = 0; i < 500; i++)
        {
            var bytes = ReadMutation.Of(seeds[i % seeds.Length], new Philox(7, (ulong)((2 * i) + threads)));
            var path = small.Write("case", i % seeds.Length == 0 ? Repack(bytes) : bytes);
            try
            {
                var result = small.Screen(path, threads: threads);
                Assert.InRange(result.Counts.Reads, 0, bytes.Length);
            }
            catch (UnreadableInputException error)
            {
                Assert.All(error.Problems, p => Assert.False(string.IsNullOrWhiteSpace(p.Message)));
            }
        }

        small.Dispose();
    }

    private byte[] Bam() => BamOf(made);

    private (string Text, bool Truncated) Read(Func<ByteSource, TextSource> open, byte[] packed)
    {
        using var text = open(ByteSource.Open(made.Write("t.gz", packed)));
        var bytes = GC.AllocateArray<byte>(1 << 20, pinned: true);
        int length = 0,
            got;
        while ((got = text.Read(bytes, length, Math.Min(5000, bytes.Length - length))) > 0)
            length += got;
        return (Encoding.ASCII.GetString(bytes, 0, length), text.IsTruncated);
    }

    /// <summary>The inflated bytes of a BAM changed, and packed again with right check sums: what no check sum can catch.</summary>
    private static byte[] Repack(byte[] inflated)
    {
        var output = new MemoryStream();
        var writer = new BgzfWriter(output);
        writer.Write(inflated);
        writer.Finish();
        return output.ToArray();
    }

    private static byte[] Inflate(byte[] bam)
    {
        using var gzip = new System.IO.Compression.GZipStream(new MemoryStream(bam), System.IO.Compression.CompressionMode.Decompress);
        var output = new MemoryStream();
        gzip.CopyTo(output);
        return output.ToArray();
    }

    private static byte[] BamOf(SyntheticReads reads)
    {
        var source = reads.Screen(reads.Write("all.sam", reads.Sam()));
        var output = new MemoryStream();
        var all = reads.Pairs.SelectMany(
            (p, i) =>
                new[] { (p.First, SamFlag.First, 0), (p.Second, SamFlag.Last, 1) }.Select(m => new CandidateRead(
                    (2 * i) + m.Item3,
                    0,
                    p.Name,
                    SamFlag.Paired | SamFlag.Unmapped | SamFlag.MateUnmapped | m.Item2,
                    Encoding.ASCII.GetBytes(m.Item1),
                    [.. Enumerable.Repeat((byte)40, m.Item1.Length)],
                    null,
                    [],
                    null,
                    null
                ))
        );
        BamWriter.Write(output, [.. all], source.Input.Contigs, "made-up");
        return output.ToArray();
    }

    public void Dispose() => made.Dispose();
}
