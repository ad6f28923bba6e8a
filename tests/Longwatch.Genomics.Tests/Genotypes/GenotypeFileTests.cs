using System.Diagnostics;
using System.Text;
using Longwatch.Genomics.Genotypes;
using Longwatch.Statistics.Association;

namespace Longwatch.Genomics.Tests.Genotypes;

public sealed class GenotypeFileTests : IDisposable
{
    private const string Vcf =
        "##fileformat=VCFv4.2\n##contig=<ID=1>\n##contig=<ID=chrX>\n##FORMAT=<ID=GT,Number=1,Type=String,Description=\"Genotype\">\n"
        + "##FORMAT=<ID=DP,Number=1,Type=Integer,Description=\"Depth\">\n"
        + "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tp1\tp2\tp3\tp4\tp5\n"
        + "1\t100\trs1\tA\tG\t.\tPASS\t.\tGT:DP\t0/0:3\t0|1:4\t1/1:5\t./.:0\t1/0:9\n"
        + "1\t200\t.\tC\tT,G\t.\tPASS\t.\tGT\t0/2\t1/2\t0/0\t.|1\t0/0\n"
        + "chrX\t300\trs3\tA\tG\t.\tPASS\t.\tGT\t0\t1\t0/1\t.\t1/1\n";

    /// <summary>Copies that the three lines above state, by hand; −1 is missing.</summary>
    private static readonly int[][] Stated =
    [
        [0, 1, 2, -1, 1],
        [1, 2, 0, -1, 0],
        [0, 2, 1, -1, 2],
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("longwatch-genotypes-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_vcf_gives_the_copies_that_its_lines_state()
    {
        var (sites, copies) = ReadAll(Put("a.vcf", Vcf));

        Assert.Equal(Stated, copies);
        Assert.Equal(new VariantSite("1", 100, "rs1", "G", "A"), sites[0]);
        Assert.Equal(new VariantSite("1", 200, "1:200:C:T,G", "T,G", "C"), sites[1]);
        Assert.Equal("chrX", sites[2].Chromosome);
    }

    [Theory]
    [InlineData("-Ob")]
    [InlineData("-Ou")]
    [InlineData("-Oz")]
    public void What_bcftools_writes_reads_like_the_vcf(string format)
    {
        var path = Path.Combine(folder, "b");
        Tool("bcftools", "view", format, "-o", path, Put("b.vcf", Vcf));
        var (sites, copies) = ReadAll(path);

        Assert.Equal(Stated, copies);
        Assert.Equal(ReadAll(Put("b.vcf", Vcf)).Sites, sites);
    }

    [Fact]
    public void A_bed_of_plink_reads_like_the_genotypes_it_was_made_of()
    {
        var path = Path.Combine(folder, "c");
        // Two alleles, and no chromosome for which plink2 would ask the sex.
        var vcf = Vcf.Replace("T,G", "T", StringComparison.Ordinal)
            .Replace("/2", "/1", StringComparison.Ordinal)
            .Replace("chrX", "2", StringComparison.Ordinal);
        Tool("plink2", "--vcf", Put("c.vcf", vcf), "--vcf-half-call", "missing", "--make-bed", "--out", path);
        using var file = GenotypeFile.Open(path + ".bed");
        var (sites, copies) = ReadAll(path + ".bed");

        Assert.Equal(["p1", "p2", "p3", "p4", "p5"], file.People);
        Assert.Equal(3, file.Variants);
        Assert.Equal(Stated, copies);
        Assert.Equal(("1", 100, "rs1", "G", "A"), (sites[0].Chromosome, sites[0].Position, sites[0].Id, sites[0].Counted, sites[0].Other));
    }

    [Fact]
    public void A_table_gives_copies_and_takes_place_and_alleles_from_names()
    {
        var (sites, copies) = ReadAll(Put("t.tsv", "person\t1:100:A:G\tTET2\np1\t0\t2\np2\tNA\t1\np3\t1\t\n"));

        Assert.Equal(
            [
                [0, -1, 1],
                [2, 1, -1],
            ],
            copies
        );
        Assert.Equal(new VariantSite("1", 100, "1:100:A:G", "G", "A"), sites[0]);
        Assert.Equal("TET2", sites[1].Id);
    }

    [Fact]
    public void Skipping_gives_the_rest()
    {
        using var file = GenotypeFile.Open(Put("s.vcf", Vcf));
        file.Skip(2);
        var sites = new VariantSite[4];

        Assert.Equal(1, file.Read(new byte[4 * file.BytesPerVariant], sites));
        Assert.Equal("rs3", sites[0].Id);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("##fileformat=VCFv4.2\n", "cut short")]
    [InlineData("##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n", "names no person")]
    [InlineData(
        "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\ta\ta\n",
        "column 11: #CHROM: names the same person"
    )]
    [InlineData(
        "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\ta\tb\n1\tx\t.\tA\tG\t.\t.\t.\tGT\t0/0\t0/1\n",
        "line 3: POS"
    )]
    [InlineData(
        "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\ta\tb\n1\t5\t.\tA\tG\t.\t.\t.\tGT\t0/0\n",
        "line 3: has genotypes of 1 people; 2"
    )]
    [InlineData(
        "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\ta\tb\n1\t5\t.\tA\tG\t.\t.\t.\tGT\t0/0\t0/x\n",
        "b: '0/x' is no genotype"
    )]
    [InlineData(
        "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\ta\n1\t5\t.\tA\tG\t.\t.\t.\tDP\t3\n",
        "FORMAT"
    )]
    [InlineData("person\tv1\np1\t3\n", "line 2: v1: '3' is no number of copies")]
    [InlineData("person\tv1\np1\t1\np1\t0\n", "line 3: person: names the same person as line 2")]
    [InlineData("person\tv1\np1\t1\t1\n", "line 2: has 3 cells; 2 were expected")]
    public void A_file_that_cannot_be_read_says_where_and_why(string content, string expected)
    {
        var error = Assert.Throws<UnreadableInputException>(() => ReadAll(Put("bad", content)));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 0x6C, 0x1B, 1, 0 }, "p p1 0 0 0 0\n", "1\trs1\t0\t5\tA\tG\n1\trs2\t0\t6\tA\tG\n", "is one variant more")]
    [InlineData(new byte[] { 0x6C, 0x1B, 1, 0, 0 }, "p p1 0 0 0 0\n", "1\trs1\t0\t5\tA\tG\n", "is the last, but the .bed has 2")]
    [InlineData(new byte[] { 0x6C, 0x1B, 0, 0 }, "p p1 0 0 0 0\n", "1\trs1\t0\t5\tA\tG\n", "the old order")]
    [InlineData(
        new byte[] { 0x6C, 0x1B, 1, 0, 0, 0 },
        "p p1 0 0 0 0\np p2 0 0 0 0\np p3 0 0 0 0\np p4 0 0 0 0\np p5 0 0 0 0\n",
        "1\trs1\t0\t5\tA\tG\n",
        "ends within a variant"
    )]
    [InlineData(new byte[] { 0x6C, 0x1B, 1, 0 }, "p p1 0 0 0\n", "1\trs1\t0\t5\tA\tG\n", "has 5 fields; six")]
    [InlineData(new byte[] { 0x6C, 0x1B, 1, 0 }, "p p1 0 0 0 0\n", "1\trs1\t5\tA\tG\n", "has 5 fields; six")]
    [InlineData(new byte[] { 0x6C, 0x1B, 1, 0 }, "p p1 0 0 0 0\n", "1\trs1\t0\tfive\tA\tG\n", "position: 'five'")]
    public void A_bed_that_does_not_fit_its_neighbours_says_so(byte[] bed, string fam, string bim, string expected)
    {
        _ = Put("x.fam", fam);
        _ = Put("x.bim", bim);
        var path = Path.Combine(folder, "x.bed");
        File.WriteAllBytes(path, bed);
        var error = Assert.Throws<UnreadableInputException>(() => ReadAll(path));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bcf_cut_or_damaged_anywhere_is_refused_and_never_breaks_the_program()
    {
        var path = Path.Combine(folder, "d");
        Tool("bcftools", "view", "-Ou", "-o", path, Put("d.vcf", Vcf));
        var whole = File.ReadAllBytes(path);
        var broken = Path.Combine(folder, "e");
        for (var length = 5; length < whole.Length; length++)
        {
            File.WriteAllBytes(broken, whole[..length]);
            Attempt(broken);
        }

        for (var at = 0; at < whole.Length; at++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[at] ^= 0xFF;
            File.WriteAllBytes(broken, damaged);
            Attempt(broken);
        }

        static void Attempt(string path)
        {
            try
            {
                _ = ReadAll(path);
            }
            catch (UnreadableInputException)
            {
                // refused, as it should be; anything else fails the test
            }
        }
    }

    private static (VariantSite[] Sites, int[][] Copies) ReadAll(string path)
    {
        using var file = GenotypeFile.Open(path);
        var (sites, all, copies) = (new VariantSite[2], new List<VariantSite>(), new List<int[]>());
        var packed = new byte[2 * file.BytesPerVariant];
        for (int got; (got = file.Read(packed, sites)) > 0; )
        for (var v = 0; v < got; v++)
        {
            all.Add(sites[v]);
            var one = packed.AsSpan(v * file.BytesPerVariant, file.BytesPerVariant).ToArray();
            copies.Add([
                .. Enumerable
                    .Range(0, file.People.Count)
                    .Select(p => PackedGenotypes.Copies(PackedGenotypes.Code(one, p)))
                    .Select(c => double.IsNaN(c) ? -1 : (int)c),
            ]);
        }

        return ([.. all], [.. copies]);
    }

    private string Put(string name, string content)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, content, new UTF8Encoding(false));
        return path;
    }

    private static void Tool(string program, params string[] arguments)
    {
        Process process;
        try
        {
            process = Process.Start(
                new ProcessStartInfo(program, arguments)
                {
                    UseShellExecute = false,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            )!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip($"{program} is not installed");
            return;
        }

        using (process)
        {
            _ = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, error);
        }
    }
}
