using System.Globalization;
using Longwatch.Oracles;
using Longwatch.Statistics.Clones;
using Longwatch.Statistics.Random;

namespace Longwatch.Statistics.Tests.Clones;

public sealed class InsertionSiteTests
{
    [Fact]
    public void The_gene_wise_test_agrees_with_ISAnalytics()
    {
        var genes = Oracle
            .Rows("I02_cis_grubbs", "is.csv")
            .GroupBy(r => r["GeneName"], StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => new GeneSites(Number(g.First()["average_TxLen"]), g.Count()), StringComparer.Ordinal);
        var names = genes.Keys.ToList();
        var hits = GeneWiseGrubbs.Test([.. genes.Values], 100_000);
        var rows = Oracle.Expected("I02_cis_grubbs").GetProperty("rows").EnumerateArray().ToList();

        Assert.Equal(501, hits.Count);
        Assert.Equal(60, rows.Count);
        foreach (var row in rows)
        {
            var hit = hits[names.IndexOf(row.GetProperty("GeneName").GetString()!)];
            Oracle.Equal(row.GetProperty("integration_frequency_withtolerance").GetDouble(), hit.Frequency, 1e-8);
            Oracle.Equal(row.GetProperty("zscore_minus_log2_int_freq_tolerance").GetDouble(), hit.Z, 1e-7);
            Oracle.Equal(row.GetProperty("t_z_mlif").GetDouble(), hit.T, 1e-7);
            Oracle.Equal(row.GetProperty("tdist2t").GetDouble(), hit.P, 1e-6);
            Oracle.Equal(row.GetProperty("tdist_fdr").GetDouble(), hit.BenjaminiHochberg, 1e-6);
        }
    }

    [Fact]
    public void The_window_expectations_agree_with_closed_forms_in_R()
    {
        var expected = Oracle.Expected("I03_cis_window_kernel");
        var genome = expected.GetProperty("G").GetDouble();
        var rows = expected.GetProperty("grid").EnumerateArray().ToList();
        Assert.NotEmpty(rows);
        foreach (var row in rows)
        {
            var window = InsertionWindows.Expected(
                row.GetProperty("n").GetInt32(),
                row.GetProperty("k").GetInt32(),
                row.GetProperty("d").GetDouble(),
                genome
            );
            Oracle.Equal(row.GetProperty("lambda_subsets").GetDouble(), window.Subsets, 1e-9);
            Oracle.Equal(row.GetProperty("p_chen_stein").GetDouble(), window.ChenStein, 1e-9);
            Oracle.Equal(row.GetProperty("expected_windows_circle").GetDouble(), window.Circle, 1e-9);
        }
    }

    [Fact]
    public void The_kernel_heights_and_peaks_agree_with_R()
    {
        double[] sites = [.. Oracle.Rows("I03_cis_window_kernel", "chr16.csv").Select(r => Number(r["locus"])).Order()];
        var kernel = Oracle.Expected("I03_cis_window_kernel").GetProperty("kernel");
        var h = kernel.GetProperty("h").GetDouble();
        var at = kernel.GetProperty("at_sites").Numbers();
        var peaks = InsertionKernel.Peaks(sites, h);

        Assert.Equal(at.Length, sites.Length);
        for (var i = 0; i < at.Length; i++)
            Oracle.Equal(at[i], InsertionKernel.Height(sites, sites[i], h), 1e-9);
        foreach (var peak in kernel.GetProperty("peaks").EnumerateArray())
        {
            var position = peak.GetProperty("pos").GetDouble();
            var found = peaks.MinBy(p => Math.Abs(p.Position - position));
            // R's optimize() ends within 0.002 bases.
            Assert.Equal(position, found.Position, 0.01);
            Oracle.Equal(peak.GetProperty("height").GetDouble(), found.Height, 1e-9);
        }
    }

    [Fact]
    public void A_cluster_is_reported_once_with_all_its_sites_and_tested_against_the_background()
    {
        // Windows of 100: 10 to 105 hold four sites, and their parts are no clusters of their own; 1000 is alone; a pair on the second chromosome.
        var clusters = InsertionWindows.Find(
            [
                [1000, 90, 10, 50, 105],
                [7, 8],
            ],
            [
                [5, 500, 900],
                [],
            ],
            2,
            100,
            10_000
        );

        Assert.Equal([(0, 10.0, 105.0, 4), (1, 7.0, 8.0, 2)], clusters.Select(c => (c.Group, c.First, c.Last, c.Sites)));
        // Fisher, one-sided: 2 of 7 against 0 of 3; by hand C(7,2)/C(10,2) = 21/45.
        Assert.Equal(21.0 / 45, clusters[^1].P, 1e-12);
        Assert.Equal(InsertionWindows.Expected(7, 2, 100, 10_000).ChenStein, clusters[^1].UniformP);
    }

    [Fact]
    public void Under_the_null_the_highest_peak_is_significant_as_often_as_it_may_be()
    {
        static IReadOnlyList<double[]> Draw(Philox random) =>
            [
                [.. Enumerable.Range(0, 60).Select(_ => 1e6 * random.NextDouble())],
            ];
        var significant = 0;
        for (var trial = 0; trial < 200; trial++)
        {
            var peaks = InsertionKernel.Test(Draw(new Philox(99, (ulong)trial)), 5_000, 0, Draw, 39, (ulong)(1_000 + trial));
            significant += peaks.Min(p => p.P) <= 0.05 ? 1 : 0;
        }

        // Binomial(200, 0.05): 10 expected, 99.9 % within 2 to 21.
        Assert.InRange(significant, 2, 21);
    }

    [Fact]
    public void A_true_cluster_is_found_and_the_result_depends_on_the_seed_alone()
    {
        static IReadOnlyList<double[]> Draw(Philox random) =>
            [
                [.. Enumerable.Range(0, 60).Select(_ => 1e8 * random.NextDouble())],
            ];
        double[] sites = [.. Draw(new Philox(1, 0))[0].Take(52), .. Enumerable.Range(0, 8).Select(i => 5e7 + (500.0 * i))];

        var peaks = InsertionKernel.Test([sites], 30_000, 4, Draw, 99, 5);

        Assert.Equal(0.01, Assert.Single(peaks).P, 1e-12);
        Assert.Equal(peaks, InsertionKernel.Test([sites], 30_000, 4, Draw, 99, 5));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
