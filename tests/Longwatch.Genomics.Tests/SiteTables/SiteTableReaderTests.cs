using Longwatch.Genomics.SiteTables;
using Longwatch.Genomics.Tests.Annotation;

namespace Longwatch.Genomics.Tests.SiteTables;

public sealed class SiteTableReaderTests
{
    [Theory]
    [InlineData(
        "INSPIIRED",
        "seqnames\tstart\tend\tstrand\trefGenome\treads\tpatient\tGTSP\tcellType\ttimePoint\testAbund\nchr1\t101\t101\t-\thg38\t900\tP1\tS1\tPBMC\tM2\t7\n",
        60.875
    )]
    [InlineData(
        "AAVengeR",
        "subject\tsample\trefGenome\tposid\tsonicLengths\treads\ttimePoint\nP1\tS1\thg38\tchr1-101.2\t7\t900\tD14\n",
        14
    )]
    [InlineData("table with columns", "chromosome,position,strand,person,sample,days,abundance\nNC_000001.11,101,-,P1,S1,30,7\n", 30)]
    [InlineData(
        "table with columns",
        "\"chr\";\"pos\";\"strand\";\"subject\";\"count\";\"timepoint\"\n\"1\";\"101\";\"-\";\"P1\";\"7\";\"Y1\"\n",
        365.25
    )]
    public void One_site_is_read_from_every_format(string format, string content, double days)
    {
        using var file = new TemporaryFile(content);
        var table = SiteTableReader.Read(file.Path);
        var row = Assert.Single(table.Rows);

        Assert.Equal(format, table.Format);
        Assert.Equal(("P1", "chr1", 100L, true, 7.0), (row.Person, row.Contig, row.Position, row.Reverse, row.Abundance));
        Assert.Equal(days, row.Days);
    }

    [Fact]
    public void A_wide_matrix_takes_person_and_time_from_the_association_file()
    {
        using var matrix = new TemporaryFile(
            "chr\tintegration_locus\tstrand\tGeneName\tGeneStrand\tA_1\tA_2\tB_1\n1\t101\t+\tX\t+\t3\tNA\t0\n2\t55\t-\tY\t-\t\t4\t5\n"
        );
        using var association = new TemporaryFile(
            "CompleteAmplificationID\tSubjectID\tTissue\tCellMarker\tTimePoint\nA_1\tPA\tPB\tMNC\t0060\nA_2\tPA\tPB\tMNC\t0060\nB_1\tPB\tBM\tCD34\t0180\n"
        );

        var table = SiteTableReader.Read(matrix.Path, Association.Read(association.Path));

        Assert.Equal("VISPA2 or ISAnalytics matrix", table.Format);
        Assert.Equal(
            [("PA", "A_1", "PB MNC", (double?)60, 3.0), ("PA", "A_2", "PB MNC", 60, 4), ("PB", "B_1", "BM CD34", 180, 5)],
            table.Rows.Select(r => (r.Person, r.Sample, r.Compartment, r.Days, r.Abundance))
        );
    }

    [Fact]
    public void Every_wrong_row_is_named_in_one_pass()
    {
        using var file = new TemporaryFile(
            "chr\tposition\tstrand\tpatient\tcount\ttimepoint\n"
                + "1\t0\t+\tP\t1\tD1\n"
                + "1\t5\tx\tP\t1\tD1\n"
                + "1\t5\t+\tP\t-1\tD1\n"
                + "1\t5\t+\tP\tmany\tD1\n"
                + "1\t5\t+\tP\t1\tsoon\n"
                + "1\t5\t+\tP\t1\n"
                + "\t5\t+\tP\t1\tD1\n"
                + "1\t5\t+\t\t1\tD1\n"
                + "1\t99999999999\t+\tP\t1\tD1\n"
        );

        var problems = Assert.Throws<UnreadableInputException>(() => SiteTableReader.Read(file.Path)).Problems;

        Assert.Equal(Enumerable.Range(2, 9).Select(i => $"line {i}"), problems.Select(p => p.Place));
    }

    [Theory]
    [InlineData("a\tb\nc\td\n", "names no place")]
    [InlineData("chr\tpos\tstrand\tpatient\nchr1\t5\t+\tP\n", "abundance")]
    [InlineData("chr\tpos\tchr\tpatient\tcount\n", "twice")]
    [InlineData("chr\tpos\tstrand\tpatient\tcount\nchr1\t5\t+\tP\t0\n", "no site")]
    [InlineData("chr\tpos\tpatient\tcount\trefGenome\n1\t5\tP\t1\thg19\n1\t6\tP\t1\thg38\n", "mixes assemblies")]
    [InlineData("", "no site")]
    public void What_is_no_site_table_is_refused(string content, string said)
    {
        using var file = new TemporaryFile(content);

        Assert.Contains(
            said,
            Assert.Throws<UnreadableInputException>(() => SiteTableReader.Read(file.Path)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Samples_without_facts_are_refused_together()
    {
        using var file = new TemporaryFile("chr\tpos\tsample\tcount\n1\t5\tA\t1\n1\t6\tB\t1\n");
        using var facts = new TemporaryFile("sample\tpatient\nC\tP\n");

        var error = Assert.Throws<UnreadableInputException>(() => SiteTableReader.Read(file.Path, Association.Read(facts.Path)));

        Assert.Contains("2 samples are not in the association file", error.Message, StringComparison.Ordinal);
    }

    // zcat zetaIntSiteData.tsv.gz | awk -F'\t' 'NR>1{n++; p[$8]; s[$9]; a+=$15; k[$8 FS $10 FS $12]} END{print n,length(p),length(s),a,length(k)}'
    //   -> 8566 14 63 9432 60
    [Fact]
    public void A_published_table_of_CAR_T_cells_over_fifteen_years_is_read_whole()
    {
        var table = SiteTableReader.Read(Repository.Given("is_tables/zetaIntSiteData.tsv.gz"));

        Assert.Equal(
            ("INSPIIRED", "estAbund", "hg38", AbundanceUnit.Fragments),
            (table.Format, table.AbundanceColumn, table.Assembly, table.Unit)
        );
        Assert.Equal(8_566, table.Rows.Count);
        Assert.Equal(14, table.Rows.Select(r => r.Person).Distinct().Count());
        Assert.Equal(63, table.Rows.Select(r => r.Sample).Distinct().Count());
        Assert.Equal(60, table.Rows.Select(r => (r.Person, r.Compartment, r.Days)).Distinct().Count());
        Assert.Equal(9_432, table.Rows.Sum(r => r.Abundance));
        Assert.Equal(0, table.Rows.Min(r => r.Days));
        Assert.Equal(5_475, table.Rows.Max(r => r.Days));
    }

    // zcat ISAnalytics_integration_matrices.tsv.gz | awk -F'\t' 'NR>1{n++; s[$6]; f+=$8; r+=$7} END{print n,length(s),f,r}' -> 1689 53 10804.3 1266720
    [Fact]
    public void The_ISAnalytics_matrix_is_read_with_its_association_file_and_fragments_come_before_reads()
    {
        var association = Association.Read(Repository.Given("is_tables/ISAnalytics_association_file.tsv"));
        var path = Repository.Given("is_tables/ISAnalytics_integration_matrices.tsv.gz");
        var table = SiteTableReader.Read(path, association);
        var reads = SiteTableReader.Read(path, association, "seqCount");

        Assert.Equal(53, association.Count);
        Assert.Equal(1_689, table.Rows.Count);
        Assert.Equal((AbundanceUnit.Fragments, AbundanceUnit.Reads), (table.Unit, reads.Unit));
        Assert.Equal(10_804.3, table.Rows.Sum(r => r.Abundance), 0.05);
        Assert.Equal(1_266_720, reads.Rows.Sum(r => r.Abundance));
        Assert.Equal(["PT001", "PT002"], table.Rows.Select(r => r.Person).Distinct().Order(StringComparer.Ordinal));
        Assert.Contains(reads.Notes, n => n.Contains("copies of copies", StringComparison.Ordinal));
    }

    [Fact]
    public void A_table_packed_with_xz_is_refused_with_the_command_that_unpacks_it()
    {
        var error = Assert.Throws<UnreadableInputException>(() =>
            SiteTableReader.Read(Repository.Given("is_tables/GSE144340_Matrix_542.tsv.xz"))
        );

        Assert.Contains("xz -dk", error.Message, StringComparison.Ordinal);
    }
}
