using System.Globalization;
using System.Text.Json;
using Longwatch.Oracles;
using Longwatch.Statistics.Association;

namespace Longwatch.Statistics.Tests.Association;

public sealed class ScanOracleTests
{
    [Fact]
    public void The_penalised_test_of_each_variant_equals_that_of_logistf()
    {
        var (model, variants) = PlinkSet();
        var tester = new AssociationTester(model);
        var index = 0;
        foreach (var expected in Oracle.Expected("G12_plink_firth").GetProperty("logistf_first60").EnumerateArray())
        {
            var actual = tester.Test(variants[index], ScanOptions.Default with { ExactBelow = 1 });
            var name = $"variant {index++}";
            Assert.Equal(AssociationStatus.Estimated, actual.Status);
            Assert.Equal(AssociationTest.Firth, actual.Test);
            Close(expected, "beta", actual.Beta, name);
            Oracle.Equal(expected.GetProperty("plr_p").GetDouble(), actual.FirthP, 1e-8, name);
        }

        static void Close(JsonElement row, string field, double actual, string name)
        {
            var expected = row.GetProperty(field).GetDouble();
            Assert.True(Math.Abs(expected - actual) < 1e-8 * Math.Max(0.1, Math.Abs(expected)), $"{name} {field}: {expected} and {actual}");
        }
    }

    [Fact]
    public void The_expanded_test_equals_that_of_logistf_to_six_digits()
    {
        var (model, variants) = PlinkSet();
        var tester = new AssociationTester(model);
        var index = 0;
        foreach (var expected in Oracle.Expected("G12_plink_firth").GetProperty("logistf_first60").EnumerateArray())
        {
            var actual = tester.Test(variants[index++], ScanOptions.Default with { ExactBelow = 0 });
            Oracle.Equal(expected.GetProperty("plr_p").GetDouble(), actual.FirthP, 1e-6, $"variant {index}");
        }
    }

    [Fact]
    public void The_score_test_of_each_variant_equals_that_of_SPAtest()
    {
        var (model, variants) = PlinkSet();
        var tester = new AssociationTester(model);
        var expected = Oracle.Expected("G12_plink_firth").GetProperty("spa_first60");
        var (normal, saddle) = (expected.GetProperty("p_na").Numbers(), expected.GetProperty("p").Numbers());
        for (var i = 0; i < normal.Length; i++)
        {
            // SPAtest puts the mean where a genotype is missing; the scan leaves the person out.
            double[] copies =
            [
                .. Enumerable.Range(0, model.People).Select(p => PackedGenotypes.Copies(PackedGenotypes.Code(variants[i], p))),
            ];
            var mean = copies.Where(double.IsFinite).Average();
            var filled = copies.Select(c => double.IsNaN(c) ? mean : c).ToArray();
            var actual = tester.Test(filled, ScanOptions.Default with { FirthBelow = 0 });
            Oracle.Equal(normal[i], actual.ScoreP, 1e-6, $"variant {i}");
            Oracle.Equal(saddle[i], actual.SaddlepointP, 1e-4, $"variant {i} by saddle point");
        }
    }

    [Fact]
    public void The_log_odds_ratio_of_plink2_is_met_as_far_as_it_converges()
    {
        var (model, variants) = PlinkSet();
        var tester = new AssociationTester(model);
        var index = 0;
        foreach (var expected in Oracle.Expected("G12_plink_firth").GetProperty("firth").EnumerateArray())
        {
            var actual = tester.Test(variants[index], ScanOptions.Default);
            // plink2 counts the rarer allele; the file counts another one where the frequency differs.
            var frequency = expected.GetProperty("A1_FREQ").GetDouble();
            var counted = Math.Abs((actual.Copies / (2 * actual.People)) - frequency) < 1e-4;
            var beta = Math.Log(expected.GetProperty("OR").GetDouble());
            Assert.Equal(expected.GetProperty("OBS_CT").GetInt32(), actual.People);
            // plink2 prints six digits of the inverse information; logistf's error is of the data augmented by the leverages.
            Oracle.Equal(expected.GetProperty("LOG.OR._SE").GetDouble(), actual.StandardError, 6e-2, $"error of variant {index}");
            Assert.InRange(counted ? actual.Beta : -actual.Beta, beta - 2e-3, beta + 2e-3);
            index++;
        }
    }

    [Fact]
    public void The_saddle_point_p_equals_that_of_SPAtest_under_extreme_imbalance()
    {
        var rows = Oracle.Rows("G07_spa", "pheno.csv");
        double Number(IReadOnlyDictionary<string, string> row, string column) => double.Parse(row[column], CultureInfo.InvariantCulture);
        string[] covariates = [.. rows[0].Keys.Where(k => k.StartsWith('x'))];
        string[] variants = [.. rows[0].Keys.Where(k => k.StartsWith('X'))];
        var model = AssociationNull.Fit(
            [.. rows.Select(r => r["y"] == "1")],
            [.. covariates.Select(c => rows.Select(r => Number(r, c)).ToArray())],
            []
        );
        var tester = new AssociationTester(model);
        var expected = Oracle.Expected("G07_spa");
        var (full, normal, fast) = (
            expected.GetProperty("full").GetProperty("p").Numbers(),
            expected.GetProperty("full").GetProperty("p_na").Numbers(),
            expected.GetProperty("fast").GetProperty("p").Numbers()
        );
        for (var i = 0; i < variants.Length; i++)
        {
            double[] values = [.. rows.Select(r => Number(r, variants[i]))];
            var always = tester.Test(values, ScanOptions.Default with { SaddlepointBeyond = 0, FirthBelow = 0 });
            var beyond = tester.Test(values, ScanOptions.Default with { FirthBelow = 0 });
            Oracle.Equal(normal[i], always.ScoreP, 1e-6, variants[i]);
            // SPAtest ends its search for the saddle point at a step of 1.2e-4; where a tail comes out above one half it takes the rest to 1.
            Assert.Equal(always.CaseCopies == 0, double.IsNaN(always.SaddlepointP));
            if (double.IsFinite(always.SaddlepointP))
                Oracle.Equal(full[i], always.SaddlepointP, 3e-4, variants[i]);
            Oracle.Equal(fast[i], beyond.SaddlepointP, 1e-4, variants[i]);
            Assert.Equal(expected.GetProperty("cases").GetInt32(), always.Cases);
        }
    }

    private static (AssociationNull Model, byte[][] Variants) PlinkSet()
    {
        var people = Oracle.Rows("G12_plink_firth", "pheno.csv");
        var genotypes = Oracle.Rows("G12_plink_firth", "geno_a1.csv");
        string[] covariates = [.. people[0].Keys.Except(["iid", "case"])];
        var model = AssociationNull.Fit(
            [.. people.Select(p => p["case"] == "1")],
            [.. covariates.Select(c => people.Select(p => double.Parse(p[c], CultureInfo.InvariantCulture)).ToArray())],
            []
        );
        return (model, [.. genotypes[0].Keys.Skip(1).Select(v => SimulatedVariants.Pack([.. genotypes.Select(g => Code(g[v]))]))]);

        static int Code(string copies) =>
            copies switch
            {
                "0" => PackedGenotypes.NoCopy,
                "1" => PackedGenotypes.OneCopy,
                "2" => PackedGenotypes.TwoCopies,
                _ => PackedGenotypes.Missing,
            };
    }
}
