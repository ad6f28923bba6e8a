using Longwatch.Genomics.Annotation;
using Longwatch.Genomics.Screening;

namespace Longwatch.Genomics.Tests.Annotation;

public sealed class GeneTableTests
{
    // Three exons 100-200, 300-400, 500-600; coding 150 to 350.
    private const string Forward = "NM_1\tchr1\t+\t100\t600\t150\t350\t3\t100,300,500,\t200,400,600,";

    [Theory]
    [InlineData("refGene", "585\tNM_1\tchr1\t+\t100\t600\t150\t350\t3\t100,300,500,\t200,400,600,\t0\tGENE\tcmpl\tcmpl\t0,1,-1,")]
    [InlineData("refFlat", "GENE\t" + Forward)]
    [InlineData("genePredExt", Forward + "\t0\tGENE\tcmpl\tcmpl\t0,1,-1,")]
    [InlineData(
        "refGene with header",
        "#bin\tname\tchrom\tstrand\ttxStart\ttxEnd\tcdsStart\tcdsEnd\texonCount\texonStarts\texonEnds\tscore\tname2\tcdsStartStat\tcdsEndStat\texonFrames\n"
            + "585\tNM_1\tchr1\t+\t100\t600\t150\t350\t3\t100,300,500,\t200,400,600,\t0\tGENE\tcmpl\tcmpl\t0,1,-1,"
    )]
    [InlineData(
        "compact",
        "symbol\ttranscript\tcontig\tstrand\tstart\tend\tcodingStart\tcodingEnd\texonLengths\texonOffsets\nGENE\tNM_1\tchr1\t+\t100\t600\t150\t350\t100,100,100\t0,200,400"
    )]
    [InlineData(
        "GTF",
        "chr1\tX\texon\t501\t600\t.\t+\t.\tgene_id \"G1\"; transcript_id \"NM_1\"; gene_name \"GENE\";\n"
            + "chr1\tX\texon\t101\t200\t.\t+\t.\tgene_id \"G1\"; transcript_id \"NM_1\"; gene_name \"GENE\";\n"
            + "chr1\tX\tCDS\t151\t200\t.\t+\t0\tgene_id \"G1\"; transcript_id \"NM_1\"; gene_name \"GENE\";\n"
            + "chr1\tX\texon\t301\t400\t.\t+\t.\tgene_id \"G1\"; transcript_id \"NM_1\"; gene_name \"GENE\";\n"
            + "chr1\tX\tCDS\t301\t347\t.\t+\t0\tgene_id \"G1\"; transcript_id \"NM_1\"; gene_name \"GENE\";\n"
            + "chr1\tX\tstop_codon\t348\t350\t.\t+\t0\tgene_id \"G1\"; transcript_id \"NM_1\"; gene_name \"GENE\";"
    )]
    public void The_same_transcript_is_read_from_every_format_plain_or_packed(string format, string text)
    {
        foreach (var content in new[] { System.Text.Encoding.UTF8.GetBytes(text + "\n"), TemporaryFile.Packed(text) })
        {
            using var file = new TemporaryFile(content, "genes");
            var transcript = Assert.Single(GeneTable.Read(file.Path).Transcripts);

            Assert.Equal(("GENE", "NM_1", "chr1", false), (transcript.Symbol, transcript.Name, transcript.Contig, transcript.Reverse));
            Assert.Equal((100, 600, 150, 350), (transcript.Start, transcript.End, transcript.CodingStart, transcript.CodingEnd));
            Assert.True(transcript.ExonStarts.Span.SequenceEqual([100, 300, 500]), format);
            Assert.True(transcript.ExonEnds.Span.SequenceEqual([200, 400, 600]), format);
        }
    }

    [Fact]
    public void Every_wrong_line_is_named_in_one_pass()
    {
        using var file = new TemporaryFile(
            "GENE\t"
                + Forward
                + "\n"
                + "GENE\tNM_2\tchr1\tx\t100\t600\t150\t350\t1\t100,\t600,\n"
                + "GENE\tNM_3\tchr1\t+\t600\t100\t150\t350\t1\t100,\t600,\n"
                + "GENE\tNM_4\tchr1\t+\t100\t600\t150\t350\t2\t100,\t600,\n"
                + "GENE\tNM_5\tchr1\t+\t100\t600\t150\t350\t2\t100,150,\t200,600,\n"
                + "GENE\tNM_6\tchr1\t+\t1e2\t600\t150\t350\t2\t100,150,\t200,600,\n"
                + "GENE\tNM_7\tchr1\n"
        );

        var problems = Assert.Throws<UnreadableInputException>(() => GeneTable.Read(file.Path)).Problems;

        Assert.Equal(["line 2", "line 3", "line 4", "line 5", "line 6", "line 7"], problems.Select(p => p.Place));
        Assert.Contains("+ or -", problems[0].Message, StringComparison.Ordinal);
        Assert.Contains("1e2", problems[4].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("one\ttwo\n", "neither UCSC")]
    [InlineData("", "no transcript")]
    [InlineData("chr1\tX\texon\t501\t600\t.\t+\t.\tgene_id \"G1\";\n", "transcript_id")]
    [InlineData("chr1\tX\texon\t0\t600\t.\t+\t.\ttranscript_id \"G1\";\n", "start, end")]
    public void What_is_no_gene_table_is_refused(string content, string said)
    {
        using var file = new TemporaryFile(content);

        var error = Assert.Throws<UnreadableInputException>(() => GeneTable.Read(file.Path));

        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_packed_table_that_was_cut_is_refused_and_not_read_in_part()
    {
        var rows = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"G{i}\t{Forward}\n"));
        var packed = TemporaryFile.Packed(rows);
        using var file = new TemporaryFile(packed[..(packed.Length / 2)], "genes.gz");

        var error = Assert.Throws<UnreadableInputException>(() => GeneTable.Read(file.Path));

        Assert.Contains("cut short", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_packer_is_named_with_the_remedy()
    {
        using var file = new TemporaryFile([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00, 1, 2, 3], "genes.xz");

        var error = Assert.Throws<UnreadableInputException>(() => GeneTable.Read(file.Path));

        Assert.Contains("xz -dk", error.Message, StringComparison.Ordinal);
    }

    // zcat hg38.refGene.ucsc.tsv.gz | awk -F'\t' 'NR>1 && $7 ~ /^chr([0-9]+|X|Y)$/ {k=$7 FS $6 FS $4 FS $8 FS $9 FS $10 FS $11 FS $13 FS $14 FS $16;
    //   if(!(k in s)){s[k]; n++; e+=$12}} END{print n, e}'   ->   60815 574802
    [Fact]
    public void The_shipped_table_holds_what_refGene_holds()
    {
        var table = GeneTable.Read(Repository.File("data/genomics/annotation/hg38.genes.tsv.gz"));

        Assert.Equal(60_815, table.Transcripts.Count);
        Assert.Equal("hg38", table.Assembly);
    }

    [Fact]
    public void A_given_refGene_table_gives_the_same_transcripts_as_the_shipped_one()
    {
        var given = GeneTable.Read(Repository.Given("annotation/hg38.refGene.ucsc.tsv.gz")).Transcripts;
        var shipped = ShippedGenes.Table.Transcripts;
        static string Text(Transcript t) =>
            string.Join(
                ' ',
                [t.Symbol, t.Name, t.Contig, t.Reverse, t.Start, t.End, t.CodingStart, t.CodingEnd, Hash(t.ExonStarts), Hash(t.ExonEnds)]
            );

        static long Hash(ReadOnlyMemory<int> values)
        {
            var hash = 17L;
            foreach (var value in values.Span)
                hash = unchecked((hash * 1_000_003) + value);
            return hash;
        }

        var expected = given.Where(t => t.Contig.Length <= 5 && t.Contig != "chrM").Select(Text).ToHashSet(StringComparer.Ordinal);

        Assert.True(expected.SetEquals(shipped.Select(Text)));
    }

    [Fact]
    public void Overlaps_agree_with_a_plain_search_through_all_transcripts()
    {
        var table = ShippedGenes.Table;
        for (var position = 1_000_000; position < 58_000_000; position += 1_234_567)
        {
            var expected = table.Transcripts.Where(t => t.Contig == "chr19" && t.Start < position + 50_000 && t.End > position - 50_000);

            Assert.Equal(
                expected.Select(t => (t.Name, t.Start)).Order(),
                table.Overlapping("19", position - 50_000, position + 50_000).Select(t => (t.Name, t.Start)).Order()
            );
        }
    }

    [Fact]
    public void Another_assembly_is_noticed_by_the_chromosome_lengths()
    {
        var table = ShippedGenes.Table;

        Assert.Null(table.OtherAssembly([]));
        Assert.Null(table.OtherAssembly([new("chr1", 248_956_422), new("chr2", 242_193_529)]));
        Assert.Null(table.OtherAssembly([new("1", 248_956_422), new("2", 242_193_529), new("3", 198_301_252), new("vector", 5_693)]));
        // Lengths of hg19 (UCSC chromInfo).
        Assert.Contains(
            "another assembly",
            table.OtherAssembly([new("chr1", 249_250_621), new("chr2", 243_199_373)]),
            StringComparison.Ordinal
        );
    }
}
