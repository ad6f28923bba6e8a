using Longwatch.Genomics.Annotation;

namespace Longwatch.Genomics.Tests.Annotation;

public sealed class SiteAnnotatorTests
{
    // By hand. FWD: exons 100-200, 300-400, 500-600, coding 150-350. REV: the same on the other strand, 10,000 further, coding 10350-10550.
    // NEST lies within the first intron of FWD (220-280), not coding. FAR starts 20,000.
    private const string Genes =
        "FWD\tNM_F\tchr1\t+\t100\t600\t150\t350\t3\t100,300,500,\t200,400,600,\n"
        + "REV\tNM_R\tchr1\t-\t10100\t10600\t10350\t10550\t3\t10100,10300,10500,\t10200,10400,10600,\n"
        + "NEST\tNR_N\tchr1\t-\t220\t280\t280\t280\t1\t220,\t280,\n"
        + "FAR\tNM_X\tchr1\t+\t20000\t21000\t20000\t21000\t1\t20000,\t21000,\n";

    [Theory]
    [InlineData(100, GenePart.FivePrimeUtr, 1)]
    [InlineData(149, GenePart.FivePrimeUtr, 1)]
    [InlineData(150, GenePart.Exon, 1)]
    [InlineData(199, GenePart.Exon, 1)]
    [InlineData(200, GenePart.Intron, 1)]
    [InlineData(299, GenePart.Intron, 1)]
    [InlineData(300, GenePart.Exon, 2)]
    [InlineData(350, GenePart.ThreePrimeUtr, 2)]
    [InlineData(400, GenePart.Intron, 2)]
    [InlineData(599, GenePart.ThreePrimeUtr, 3)]
    [InlineData(10_100, GenePart.ThreePrimeUtr, 3)]
    [InlineData(10_200, GenePart.Intron, 2)]
    [InlineData(10_349, GenePart.ThreePrimeUtr, 2)]
    [InlineData(10_350, GenePart.Exon, 2)]
    [InlineData(10_499, GenePart.Intron, 1)]
    [InlineData(10_549, GenePart.Exon, 1)]
    [InlineData(10_550, GenePart.FivePrimeUtr, 1)]
    [InlineData(10_599, GenePart.FivePrimeUtr, 1)]
    public void The_part_and_its_number_follow_the_direction_of_the_gene(int position, GenePart part, int number)
    {
        var gene = Annotate("chr1", position, reverse: false).Containing.Single(g => g.Gene != "NEST");

        Assert.Equal((part, number), (gene.Part, gene.Number));
        Assert.Equal(gene.Gene == "FWD", gene.SameOrientation);
    }

    [Fact]
    public void A_gene_within_an_intron_of_another_is_reported_with_it()
    {
        var genes = Annotate("chr1", 250, reverse: true).Containing;

        Assert.Equal(["NEST", "FWD"], genes.Select(g => g.Gene));
        Assert.Equal([(GenePart.Exon, true), (GenePart.Intron, false)], genes.Select(g => (g.Part, g.SameOrientation)));
    }

    [Theory]
    [InlineData(99, 0)]
    [InlineData(600, 0)]
    [InlineData(9_000, 0)]
    public void Between_genes_no_gene_contains_the_site(int position, int expected) =>
        Assert.Equal(expected, Annotate("chr1", position, false).Containing.Count);

    // Starts of transcription: FWD 100, NEST 279 (reverse), REV 10599 (reverse), FAR 20000.
    [Theory]
    [InlineData(40, "FWD", -60, 60)]
    [InlineData(130, "FWD", 30, 0)]
    [InlineData(10_550, "REV", 49, 0)]
    [InlineData(10_700, "REV", -101, 101)]
    [InlineData(300, "NEST", -21, 21)]
    [InlineData(19_000, "FAR", -1_000, 1_000)]
    [InlineData(22_000, "FAR", 2_000, 1_001)]
    public void The_distance_to_the_nearest_start_is_negative_upstream(int position, string gene, int toStart, int toGene)
    {
        var nearest = Annotate("chr1", position, false).NearestStart!;

        Assert.Equal((gene, toStart, toGene), (nearest.Gene, nearest.DistanceToStart, nearest.DistanceToGene));
    }

    [Theory]
    [InlineData(15_000, 4_400, "")]
    [InlineData(15_000, 4_401, "REV")]
    [InlineData(15_000, 5_000, "REV FAR")]
    [InlineData(15_000, 4_999, "REV")]
    [InlineData(10_300, 50_000, "REV FAR")]
    public void Cancer_genes_are_reported_within_the_window_nearest_first(int position, int window, string expected)
    {
        var lists = new CancerGeneLists([new("A", "", new HashSet<string> { "rev" }), new("B", "", new HashSet<string> { "REV", "FAR" })]);

        var genes = Annotate("chr1", position, false, lists, window).CancerGenes;

        Assert.Equal(expected, string.Join(' ', genes.Select(g => g.Gene)));
        Assert.All(genes.Where(g => g.Gene == "REV"), g => Assert.Equal(["A", "B"], g.Lists));
    }

    [Theory]
    [InlineData("1", 150)]
    [InlineData("chr1", 150)]
    [InlineData("NC_000001.11", 150)]
    [InlineData("chr1:101-20000", 50)]
    [InlineData("1:51-1000", 100)]
    public void Names_of_one_chromosome_and_windows_of_it_are_the_same_place(string contig, int position)
    {
        var (chromosome, at) = ContigNames.OnChromosome(contig, position);

        Assert.Equal(("chr1", 150L), (chromosome, at));
        Assert.Equal("FWD", Annotate(chromosome, at, false).Containing.Single().Gene);
    }

    [Theory]
    [InlineData("NC_000001.10", "NC_000001.10")]
    [InlineData("NC_000023.11", "chrX")]
    [InlineData("NC_000024.10", "chrY")]
    [InlineData("MT", "chrM")]
    [InlineData("x", "chrX")]
    [InlineData("23", "23")]
    [InlineData("chr1_KI270706v1_random", "chr1_KI270706v1_random")]
    [InlineData("HLA-A*01:01:01:01", "HLA-A*01:01:01:01")]
    public void Other_assemblies_and_contigs_keep_their_name(string name, string expected) =>
        Assert.Equal(expected, ContigNames.OnChromosome(name, 5).Contig);

    [Fact]
    public void A_contig_that_the_table_does_not_know_is_said_to_be_not_assessable()
    {
        var annotation = Annotate("chrUn_decoy", 5, false);

        Assert.False(annotation.Assessable);
        Assert.Contains("chrUn_decoy", annotation.Note, StringComparison.Ordinal);
    }

    // zcat hg38.refGene.ucsc.tsv.gz | awk -F'\t' -v c=chr3 -v p=160536002 '$1==c && $8<=p && p<$9 {…}' and, for the start,
    //   '$1==c{t=($4=="+")?$8:$9-1; d=(p>t)?p-t:t-p; print d, ($4=="+")?p-t:t-p, $16}' | sort -n | head -1
    // chr3:  KPNA4 NM_002268 - intron 2; 20767 -20767 SCARNA7
    // chr19: none contains; 1692 -1692 MIDN; STK11 NM_000455 + 1205798-1228435 ends 18,426 bases before
    // chr20: ZGPAT + intron 2 in all five transcripts; 11638 11638 ZGPAT
    [Theory]
    [InlineData("chr3", 160_536_002, "KPNA4", GenePart.Intron, 2, false, "SCARNA7", -20_767, "")]
    [InlineData("chr19", 1_246_860, null, GenePart.Exon, 0, false, "MIDN", -1_692, "STK11")]
    [InlineData("chr20", 63_719_665, "ZGPAT", GenePart.Intron, 2, true, "ZGPAT", 11_638, "")]
    [InlineData("chr3:160531003-160541002", 5_000, "KPNA4", GenePart.Intron, 2, false, "SCARNA7", -20_767, "")]
    public void Published_sites_of_a_CAR_T_cell_leukaemia_lie_where_refGene_says(
        string contig,
        long position,
        string? gene,
        GenePart part,
        int number,
        bool same,
        string nearest,
        long distance,
        string cancer
    )
    {
        var (chromosome, at) = ContigNames.OnChromosome(contig, position);
        var annotation = SiteAnnotator.Annotate("IS1", chromosome, at, false, Shipped(), ShippedLists(), 50_000);

        Assert.Equal(gene, annotation.Containing.SingleOrDefault()?.Gene);
        Assert.All(annotation.Containing, g => Assert.Equal((part, number, same), (g.Part, g.Number, g.SameOrientation)));
        Assert.Equal((nearest, distance), (annotation.NearestStart!.Gene, annotation.NearestStart.DistanceToStart));
        Assert.Equal(cancer, string.Join(' ', annotation.CancerGenes.Select(g => g.Gene)));
    }

    [Fact]
    public void The_shipped_lists_say_their_licence_and_name_genes_of_the_table()
    {
        var lists = ShippedLists();

        // zcat ISAnalytics_*.uniprot.tsv.gz | awk -F'\t' '$10==9606{print $8}' | tr ';' '\n' | sort -u | wc -l
        Assert.Equal([233, 182], lists.Lists.Select(l => l.Symbols.Count));
        Assert.All(lists.Lists, l => Assert.Contains("CC BY 4.0", l.Licence, StringComparison.Ordinal));
        Assert.Equal(["UniProt proto-oncogenes"], lists.Of("MYC"));
        // Renamed since refGene of this table (they are PRKCDBP, C10orf99 and DFNA5 there).
        Assert.Equal(["CAVIN3", "GPR15L", "GSDME"], lists.Lists.SelectMany(l => l.Symbols).Where(s => !Shipped().HasGene(s)).Order());
    }

    [Theory]
    [InlineData("MYC\nLMO2\n", "LMO2 MYC")]
    [InlineData("# name: Mine\ngene,why\nMYC,\"a, b\"\nLMO2,x\n", "LMO2 MYC")]
    [InlineData("\"n\"\t\"symbol\"\n\"1\"\t\"MYC\"\n", "MYC")]
    [InlineData("symbol\torganism\nMyc\tmouse\nLMO2\thuman\n", "LMO2")]
    public void Lists_of_the_user_are_plain_or_tables(string content, string expected)
    {
        using var file = new TemporaryFile(content, "mine.txt");
        var list = Assert.Single(CancerGeneLists.Read([file.Path]).Lists);

        Assert.Equal(expected, string.Join(' ', list.Symbols.Order(StringComparer.Ordinal)));
        Assert.Equal(content.StartsWith('#') ? "Mine" : "mine", list.Name);
    }

    [Fact]
    public void A_list_without_symbols_is_refused_with_every_problem_of_every_file()
    {
        using var first = new TemporaryFile("a\tb\n1\t2\n", "first.tsv");
        using var second = new TemporaryFile("MYC\nnot a gene\n", "second.txt");

        var problems = Assert.Throws<UnreadableInputException>(() => CancerGeneLists.Read([first.Path, second.Path])).Problems;

        Assert.Equal(["line 1", "line 2"], problems.Select(p => p.Place));
    }

    private static SiteAnnotation Annotate(string contig, long position, bool reverse, CancerGeneLists? lists = null, long window = 50_000)
    {
        using var file = new TemporaryFile(Genes);
        return SiteAnnotator.Annotate("IS1", contig, position, reverse, GeneTable.Read(file.Path), lists ?? CancerGeneLists.Empty, window);
    }

    private static GeneTable Shipped() => ShippedGenes.Table;

    private static CancerGeneLists ShippedLists() =>
        CancerGeneLists.Read([
            Repository.File("data/genomics/annotation/proto-oncogenes.uniprot.tsv"),
            Repository.File("data/genomics/annotation/tumour-suppressors.uniprot.tsv"),
        ]);
}
