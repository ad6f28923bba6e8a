using System.IO.Compression;
using System.Text;
using Longwatch.Genomics.Vectors;
using Longwatch.Statistics.Random;

namespace Longwatch.Genomics.Tests.Vectors;

public sealed class ReaderTests : IDisposable
{
    private const string GenBank = """
        LOCUS       pCAR                      60 bp    DNA     circular SYN 01-JAN-2024
        DEFINITION  a small plasmid.
        ACCESSION   XX000001
        VERSION     XX000001.2
        FEATURES             Location/Qualifiers
             source          1..60
                             /organism="synthetic construct"
             promoter        complement(5..14)
                             /note="made up"
                             /label="MND"
             CDS             join(20..25,
                             30..>40)
                             /gene="CAR"
                             /translation="MK"
             misc_feature    complement(join(50..60,1..3))
             misc_feature    55..70
             misc_feature    J00194.1:1..5
        ORIGIN
                1 acgtacgtac gtacgtacgt nnryacgtac gtacgtacgt acgtacgtac
               51 gtacgtacgt
        //
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("longwatch-readers-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void FASTA_is_read_in_any_case_with_any_line_ends_and_ambiguous_bases_become_N()
    {
        var read = Parse(">first one\r\nacgu\r\nRYnA\r\n\r\n>second\nAC GT\n");

        Assert.Equal(["first", "second"], read.Select(r => r.Name));
        Assert.Equal(["ACGTNNNA", "ACGT"], read.Select(r => RandomBases.Text(r.Bases)));
        Assert.Equal(["first: 3 ambiguous bases were read as N; no evidence is taken there.", "first: 1 U were read as T."], read[0].Notes);
        Assert.Empty(read[1].Notes);
    }

    [Theory]
    [InlineData("", "v.fa: is empty; one or more FASTA records were expected")]
    [InlineData("ACGT\n", "v.fa: line 1: FASTA starts with a line '>name' before the bases; this line comes before any")]
    [InlineData(">a\n>b\nACGT\n", "v.fa: line 1: record 'a' has no bases")]
    [InlineData(">a\nACGT\n>a\nACGT\n", "v.fa: has 2 records named 'a'; give each its own name")]
    [InlineData(">a\nACGT\nAC!T\n", "v.fa: line 3: column 3: '!' is no base; expected A, C, G, T or an IUPAC code")]
    [InlineData(
        ">a\nMKLE\n",
        "v.fa: line 2: column 3: 'L' is no base (this looks like a protein; a vector is given as DNA); expected A, C, G, T or an IUPAC code"
    )]
    [InlineData(
        ">a\nAC--GT\n",
        "v.fa: line 2: column 3: '-' is no base (this looks like an alignment; give the sequence without gaps); expected A, C, G, T or an IUPAC code"
    )]
    [InlineData(">a\nAC\0GT\n", "v.fa: line 2: column 3: byte 0x00 is no base; expected A, C, G, T or an IUPAC code")]
    [InlineData(
        "@read\nACGT\n",
        "v.fa: line 1: is neither FASTA (which starts with '>') nor a GenBank flat file (which starts with 'LOCUS'); give the vector in one of them"
    )]
    public void A_bad_FASTA_is_refused_with_its_line_and_the_remedy(string text, string expected) =>
        Assert.Equal([expected], Problems(() => Parse(text)));

    [Fact]
    public void Every_problem_is_said_in_one_pass_over_all_files()
    {
        var first = Save("a.fa", ">x\nAC*T\n>y\n>z\nACGT\n");
        var second = Save("b.fa", "");

        var problems = Problems(() => VectorSources.Read([first, Path.Combine(folder, "missing.fa"), second]));

        Assert.Equal(4, problems.Count);
        Assert.StartsWith($"{first}: line 2: column 3: '*' is no base", problems[0], StringComparison.Ordinal);
        Assert.Equal($"{first}: line 3: record 'y' has no bases", problems[1]);
        Assert.EndsWith("missing.fa: cannot be read: there is no such file", problems[2], StringComparison.Ordinal);
        Assert.StartsWith($"{second}: is empty", problems[3], StringComparison.Ordinal);
    }

    [Fact]
    public void A_genome_given_as_a_vector_is_refused_at_the_limit()
    {
        var text = new StringBuilder(">chr1\n");
        for (var i = 0; i < 20_000; i++)
            text.Append("ACGTACGTACGTACGTACGTACGTACGTACGTACGTACGTACGTACGTACGTACGTACGT\n");

        var problem = Assert.Single(Problems(() => Parse(text.ToString())));

        Assert.StartsWith("v.fa: line 16668: record 'chr1' has more than 1,000,000 bases", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Gzip_is_read_by_content_and_a_cut_or_exploding_member_is_refused()
    {
        byte[] zipped = [.. Zip(">a\nACGT\n"), .. Zip(">b\nGGGG\n")];
        var good = Path.Combine(folder, "good.fa");
        File.WriteAllBytes(good, zipped);
        var cut = Path.Combine(folder, "cut.fa.gz");
        File.WriteAllBytes(cut, Zip(">a\n" + string.Concat(Enumerable.Range(0, 2000).Select(i => "ACGT"[i * i % 97 % 4])))[..^20]);
        var bomb = Path.Combine(folder, "bomb.fa.gz");
        File.WriteAllBytes(bomb, Zip(">a\n" + new string('A', 70 << 20)));

        Assert.Equal(["a", "b"], VectorSources.Read([good]).Select(s => s.Name));
        Assert.Contains("damaged or cut short", Assert.Single(Problems(() => VectorSources.Read([cut]))), StringComparison.Ordinal);
        Assert.Contains(
            "has more than 64 MB after decompression",
            Assert.Single(Problems(() => VectorSources.Read([bomb]))),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_GenBank_record_gives_topology_accession_bases_and_features()
    {
        var record = Assert.Single(Parse(GenBank));

        Assert.Equal(("pCAR", true, "XX000001.2", 60), (record.Name, record.Circular, record.Accession, record.Bases.Length));
        Assert.Equal("ACGTACGTACGTACGTACGTNNNNACGT", RandomBases.Text(record.Bases)[..28]);
        Assert.Equal(
            [
                new SequenceFeature("source", "source", 0, 60, false),
                new SequenceFeature("MND", "promoter", 4, 14, true),
                new SequenceFeature("CAR", "CDS", 19, 25, false),
                new SequenceFeature("CAR", "CDS", 29, 40, false),
                new SequenceFeature("misc_feature", "misc_feature", 49, 60, true),
                new SequenceFeature("misc_feature", "misc_feature", 0, 3, true),
            ],
            record.Features
        );
        Assert.Equal(3, record.Notes.Count);
        Assert.Contains("location 55..70 does not lie on the 60 bases and was left out", record.Notes[0], StringComparison.Ordinal);
        Assert.Contains("location 'J00194.1:1..5' is not understood and was left out", record.Notes[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("//", "", "line 20: ends inside record 'pCAR': the line '//' is missing, so the file was cut short; fetch it again")]
    [InlineData("60 bp ", "61 bp ", "line 1: record 'pCAR' says 61 bp, but 60 bases follow; fetch it again")]
    [InlineData("   51 gtac", "   51 gt?c", "line 20: column 13: byte 0x3F is no base; expected the numbered lines of ORIGIN")]
    [InlineData("60 bp ", "60 aa ", "line 1: is a protein record; a vector is given as DNA")]
    public void A_bad_GenBank_record_is_refused_with_its_line(string what, string with, string expected) =>
        Assert.Equal($"v.fa: {expected}", Problems(() => Parse(GenBank.Replace(what, with, StringComparison.Ordinal)))[0]);

    [Fact]
    public void Locations_nested_without_end_are_left_out()
    {
        var text = string.Concat(Enumerable.Repeat("complement(", 5000)) + "1..2" + new string(')', 5000);

        var (parts, oddity) = FeatureLocation.Parse(text, 60);

        Assert.Empty(parts);
        Assert.Equal("location is nested too deep and was left out", oddity);
    }

    [Fact]
    public void A_feature_table_beside_the_sequence_is_taken_and_its_quirks_are_mended_or_left_out_with_a_note()
    {
        var path = Save("v.fa", ">v\n" + new string('A', 100) + "\n");
        Save(
            "v.gtf",
            "#comment\n"
                + "v\tAddedGene\texon\t1\t63\t.\t+\t.\tgene_id \"c\"; gene_name \"car\"; exon_id \"CD8SP\";\n"
                + "vector\tAddedGene\tprimer\t51\t29\t.\t-\t.\tgene_name \"primer\";\n"
                + "v\tAddedGene\tpromoter\t95\t10\t.\t-\t.\tgene_name \"CMV\";\n"
                + "v\tAddedGene\texon\t90\t101\t.\t+\t.\tID=late;Name=late one\n"
                + "not a feature\n"
        );

        var record = Assert.Single(VectorSources.Read([path]));

        Assert.Equal(
            [new SequenceFeature("CD8SP", "exon", 0, 63, false), new SequenceFeature("primer", "primer", 28, 51, true)],
            record.Features
        );
        Assert.Equal(5, record.Notes.Count);
        Assert.Contains("line 3: 'primer' starts after it ends (51 to 29); read as 29 to 51", record.Notes[0], StringComparison.Ordinal);
        Assert.Contains(
            "line 4: 'CMV' starts after it ends (95 to 10) and may go round the origin; it was left out",
            record.Notes[1],
            StringComparison.Ordinal
        );
        Assert.Contains(
            "line 5: 'late one' (90 to 101) does not lie on the 100 bases of 'v' and was left out",
            record.Notes[2],
            StringComparison.Ordinal
        );
        Assert.Contains("line 6: is no feature", record.Notes[3], StringComparison.Ordinal);
        Assert.Contains("features of 'vector' were taken for 'v', the only sequence", record.Notes[4], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("idecel", 17)]
    [InlineData("tisacel", 30)]
    [InlineData("ciltacel_oezdemirli", 12)]
    public void The_given_vectors_are_read_with_their_quirky_feature_tables(string name, int atLeast)
    {
        var fasta = Repository.Given($"vectors/livingdrugs/Vector_systems/Sequences/lentiviral_vector_{name}.fasta");
        var features = Repository.Given($"vectors/livingdrugs/Vector_systems/Annotations/lentiviral_vector_{name}.gtf");

        var record = Assert.Single(VectorSources.Read([$"{fasta}:{features}"]));

        Assert.InRange(record.Features.Count, atLeast, 40);
        Assert.All(record.Features, f => Assert.True(f.Start >= 0 && f.Start < f.End && f.End <= record.Bases.Length));
        Assert.All(
            Topology.Cut(record).Sequences,
            s => Assert.All(s.Features, f => Assert.True(f.Start >= 0 && f.Start < f.End && f.End <= s.Bases.Length))
        );
    }

    /// <summary>Property: whatever the bytes, the readers give sources within the limits or say what is wrong; nothing else is thrown.</summary>
    [Fact]
    public void A_thousand_mutations_of_good_files_are_read_or_refused_and_nothing_else()
    {
        var refused = 0;
        for (ulong seed = 0; seed < 1000; seed++)
            refused += VectorReaderFuzz.Run(new Philox(20261121, seed).NextUInt32) ? 0 : 1;
        Assert.InRange(refused, 100, 950); // both outcomes are met
    }

    private static IReadOnlyList<VectorSource> Parse(string text) => VectorSources.Parse("v.fa", Encoding.UTF8.GetBytes(text));

    private static List<string> Problems(Action read) =>
        [.. Assert.Throws<UnreadableInputException>(read).Problems.Select(p => p.ToString())];

    private static byte[] Zip(string text)
    {
        using var memory = new MemoryStream();
        using (var zip = new GZipStream(memory, CompressionLevel.Fastest))
            zip.Write(Encoding.ASCII.GetBytes(text));
        return memory.ToArray();
    }

    private string Save(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
