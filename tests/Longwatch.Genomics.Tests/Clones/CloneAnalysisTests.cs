using Longwatch.Genomics.Annotation;
using Longwatch.Genomics.Clones;
using Longwatch.Genomics.Rules;
using Longwatch.Genomics.SiteTables;
using Longwatch.Genomics.Tests.Annotation;
using Longwatch.Genomics.Vectors;
using Longwatch.Statistics.Random;

namespace Longwatch.Genomics.Tests.Clones;

public sealed class CloneAnalysisTests
{
    private static readonly GeneticRules Rules = GeneticRules.Read(Repository.File("data/genomics/rules.json"));

    [Fact]
    public void Places_within_the_window_on_one_strand_are_one_site_of_a_person()
    {
        var table = CloneTable.From(
            [Row("P", 100, 1), Row("P", 104, 9), Row("P", 109, 2), Row("P", 110, 1), Row("P", 104, 3, reverse: true), Row("Q", 104, 1)],
            5
        );

        // 104 is the largest and takes 100 and 109; 110 is 6 away.
        Assert.Equal(["chr1+105 P", "chr1+111 P", "chr1-105 P", "chr1+105 Q"], table.Sites.Select(s => $"{s.Id} {s.Person}"));
        Assert.Equal([12.0, 1, 3, 1], table.Amounts.Select(a => a.Amount));
    }

    // Person p200310, day 1460, by awk: 69 sites, 74 fragments, 64 sites once and 5 twice: Chao1 = 69 + 64 * 63 / (2 * 6) = 405.
    [Fact]
    public void Diversity_of_a_published_sample_is_a_hand_calculation_on_awk_counts()
    {
        var result = Zeta(out var table);
        var index = table.Samplings.ToList().FindIndex(s => s.Person == "p200310" && s.Days == 1460);
        var summary = result.Summaries[index];

        Assert.Equal((69, 74.0), (summary.Sites, summary.Total));
        Assert.Equal(405, summary.Chao1.Value, 1e-9);
        Assert.Equal(Math.Log(74) - (10 * Math.Log(2) / 74), summary.Shannon, 1e-12);
        Assert.Equal(32, summary.Uc50);
    }

    // awk: share of person and day >= 0.2: p268484 3102 (2 clones, 3/14), p544203 365 (4/8, 2/8), p641763 1460 (4/10, 2/10),
    //   p679787 2920 chr5+10429630 (28/81), p875608 5475 (3/10)
    [Fact]
    public void Predominant_clones_of_a_published_table_are_those_that_awk_finds()
    {
        var result = Zeta(out var table);

        Assert.Equal(
            [
                "p268484 chr20-24949765",
                "p268484 chr8+110141142",
                "p544203 chr3+69083371",
                "p544203 chr7-128457724",
                "p641763 chr4+169623463",
                "p641763 chr9+4242513",
                "p679787 chr5+10429630",
                "p875608 chr3-149225722",
            ],
            result
                .Triggers.Where(t => t.Code == "dominant")
                .Select(t => $"{t.Person} {table.Sites[t.Site].Id}")
                .Order(StringComparer.Ordinal)
        );
        Assert.Contains(result.Triggers, t => t.Code == "expanding" && table.Sites[t.Site].Id == "chr5+10429630");
    }

    [Fact]
    public void Reads_are_shown_and_not_tested()
    {
        var rows = new[] { Row("P", 100, 900, days: 0), Row("P", 500, 100, days: 0), Row("P", 100, 9_000, days: 30) };
        var result = CloneAnalysis.Analyse(CloneTable.From(rows, 5), AbundanceUnit.Reads, null, Rules);

        Assert.True(double.IsNaN(result.Summaries[0].Chao1.Value));
        Assert.All(result.Histories, h => Assert.True(h.Fit is null && h.Steps.Count == 0));
        Assert.All(result.Triggers, t => Assert.Equal("dominant", t.Code));
    }

    [Fact]
    public void A_growing_clone_beside_a_cancer_gene_raises_every_trigger_and_a_stable_one_none()
    {
        var rows = new List<SiteObservation>();
        foreach (var (days, grown) in new[] { (0, 6), (120, 25), (240, 100), (360, 400) })
        {
            rows.Add(Row("P", 1_246_860, grown, days: days, contig: "chr19"));
            rows.Add(Row("P", 5_000_000, 40, days: days));
            for (var i = 0; i < 600; i++)
                rows.Add(Row("P", 6_000_000 + (i * 1000), 1, days: days));
        }

        var table = CloneTable.From(rows, 5);
        var lists = new CancerGeneLists([new("Mine", "", new HashSet<string> { "STK11" })]);
        var annotations = table
            .Sites.Select(s => SiteAnnotator.Annotate(s.Id, s.Contig, s.Position, s.Reverse, ShippedGenes.Table, lists, 50_000))
            .ToList();
        var result = CloneAnalysis.Analyse(table, AbundanceUnit.Fragments, annotations, Rules);

        Assert.All(result.Triggers, t => Assert.Equal("chr19+1246861", table.Sites[t.Site].Id));
        Assert.Equal(
            ["dominant", "expanding", "near_cancer_gene", "rising"],
            result.Triggers.Select(t => t.Code).Distinct().Order(StringComparer.Ordinal)
        );
        Assert.Contains(
            "near says nothing about cause",
            result.Triggers.Single(t => t.Code == "near_cancer_gene").Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Two_persons_with_one_rare_site_raise_the_alarm_and_chance_among_many_does_not()
    {
        // 10 sites each, one shared: n1 n2 (2*5+1) / (2 G) = 100 * 11 / 6.2e9 = 1.8e-7.
        var few = Persons(10, 10, shared: 1);
        var alarm = Assert.Single(SiteSharing.Find(few, 3.1e9, Rules));
        Assert.True(alarm.Alarm);
        Assert.Equal(100 * 11 / 6.2e9, alarm.Uniform, 1e-12);
        Assert.Contains("birthday", alarm.Text, StringComparison.Ordinal);

        // In a target of 2 Mb two persons with 2,000 sites share 4e6 * 11 / (2 * 2e6) = 11 sites by chance.
        var random = new Philox(3, 0);
        var many = Enumerable
            .Range(0, 4_000)
            .Select(i => new PersonSite($"s{i}", i < 2_000 ? "A" : "B", "chr1", random.NextBelow(2_000_000), random.NextBelow(2) == 0))
            .ToList();
        var chance = Assert.Single(SiteSharing.Find(many, 3.1e9, Rules));
        Assert.False(chance.Alarm);
        Assert.Equal(11, chance.Local, 1.0);
        Assert.InRange(chance.Shared.Count, 2, 25);
    }

    [Fact]
    public void Sites_that_published_persons_share_are_those_that_awk_counts()
    {
        _ = Zeta(out var table);
        var collisions = SiteSharing.Find(table.Sites, 3.1e9, Rules);

        // chr1+930731 is in 8 persons: every pair of them shares it.
        var persons = table.Sites.Where(s => s.Id == "chr1+930731").Select(s => s.Person).ToHashSet();
        Assert.NotEmpty(persons);
        Assert.Equal(
            persons.Count * (persons.Count - 1) / 2,
            collisions.Count(c => c.Shared.Any(p => table.Sites[p.First].Id == "chr1+930731" && table.Sites[p.Second].Id == "chr1+930731"))
        );
    }

    [Theory]
    [InlineData(VectorFamily.Lentivirus, 0.69)]
    [InlineData(VectorFamily.Gammaretrovirus, 0.2)]
    public void Random_sites_fall_where_the_family_prefers(VectorFamily family, double share)
    {
        var genes = ShippedGenes.Table;
        string[] contigs = [.. genes.Lengths.Keys.Where(c => c != "chrM")];
        var drawn = SiteBackground.Random(family, genes, contigs, Rules).Draw(4_000, new Philox(1, 0));
        var inside = drawn
            .SelectMany((positions, c) => positions.Select(p => (Contig: contigs[c], Position: (long)p)))
            .Count(s =>
                family == VectorFamily.Lentivirus
                    ? genes.Overlapping(s.Contig, s.Position, s.Position + 1).Any()
                    : genes.NearestStart(s.Contig, s.Position).Any(t => Math.Abs(t.TranscriptionStart - s.Position) <= 5_000)
            );

        Assert.Equal(4_000, drawn.Sum(d => d.Length));
        // Five standard errors of a share of 4,000.
        Assert.Equal(share, inside / 4_000.0, 0.04);
    }

    [Fact]
    public void A_planted_common_site_is_found_by_all_three_methods()
    {
        var genes = ShippedGenes.Table;
        string[] contigs = [.. genes.Lengths.Keys.Where(c => c != "chrM")];
        var background = SiteBackground.Random(VectorFamily.Lentivirus, genes, contigs, Rules);
        var drawn = background.Draw(300, new Philox(4, 0));
        var sites = drawn.SelectMany((p, c) => p.Select((x, i) => new PersonSite("", $"P{i % 5}", contigs[c], (long)x, false))).ToList();
        // LMO2 of hg38 by awk on refGene: chr11 33,858,576-33,892,289.
        for (var i = 0; i < 9; i++)
            sites.Add(new("", $"P{i % 5}", "chr11", 33_865_000 + (i * 1_500), false));

        var found = CommonSites.Find(sites, genes, contigs, background, 3.1e9, 11, Rules);

        Assert.Equal("LMO2", found.Genes[0].Gene);
        Assert.InRange(found.Genes[0].Test.P, 0, 0.01);
        Assert.Contains("LMO2", found.Windows[0].Genes);
        Assert.True(found.Windows[0].Cluster.UniformP < 1e-6);
        Assert.Contains("LMO2", found.Peaks[0].Genes);
        Assert.Equal(1.0 / 200, found.Peaks[0].Peak.P, 1e-12);
    }

    private static CloneResult Zeta(out CloneTable table)
    {
        var read = SiteTableReader.Read(Repository.Given("is_tables/zetaIntSiteData.tsv.gz"));
        table = CloneTable.From(read.Rows, (long)Rules.Clones["mergeWindow"].Value);
        return CloneAnalysis.Analyse(table, read.Unit, null, Rules);
    }

    private static List<PersonSite> Persons(int first, int second, int shared) =>
        [
            .. Enumerable.Range(0, first).Select(i => new PersonSite($"a{i}", "A", "chr1", 1_000_000L * (i + 1), false)),
            .. Enumerable
                .Range(0, second)
                .Select(i => new PersonSite($"b{i}", "B", "chr1", (1_000_000L * (i + 1)) + (i < shared ? 3 : 500_000), false)),
        ];

    private static SiteObservation Row(
        string person,
        long position,
        double amount,
        bool reverse = false,
        double? days = null,
        string contig = "chr1"
    ) => new(person, person, "blood", days, contig, position, reverse, amount, 1);
}
