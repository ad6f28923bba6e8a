using System.Globalization;
using System.Text.Json;
using Longwatch.Oracles;
using Longwatch.Statistics.Association;
using Longwatch.Statistics.Regression;

namespace Longwatch.Statistics.Tests.Association;

public sealed class SaddlepointTests
{
    /// <summary>SPAtest takes the cut-off 0 as 0.1.</summary>
    private static readonly ScanOptions Full = ScanOptions.Default with
    {
        FirthBelow = 0,
        SaddlepointBeyond = 0.1,
        Saddlepoint = SaddlepointOptions.AsSpaTest(fast: false),
    };

    private static readonly ScanOptions Fast = ScanOptions.Default with
    {
        FirthBelow = 0,
        Saddlepoint = SaddlepointOptions.AsSpaTest(fast: true),
    };

    [Fact]
    public void Fast_and_full_p_values_agree_with_SPAtest_when_the_search_ends_as_its_own()
    {
        var expected = Oracle.Expected("G07_spa");
        var rows = Oracle.Rows("G07_spa", "pheno.csv");
        bool[] cases = [.. rows.Select(r => r["y"] is "1")];
        double[][] covariates = [.. rows[0].Keys.Where(k => k.StartsWith('x')).Select(k => Column(rows, k))];
        Assert.Equal(expected.GetProperty("cases").GetInt32(), cases.Count(c => c));
        var tester = new AssociationTester(AssociationNull.Fit(cases, covariates, []));

        string[] markers = [.. rows[0].Keys.Where(k => k.StartsWith('X'))];
        for (var m = 0; m < markers.Length; m++)
        {
            var marker = Column(rows, markers[m]);
            var fast = tester.Test(marker, Fast);

            Agrees(expected.GetProperty("fast"), m, fast);
            Agrees(expected.GetProperty("full"), m, tester.Test(marker, Full));
            Assert.Equal(Math.Abs(fast.Score) > 2, fast.SaddlepointP != fast.ScoreP);
            // Its effect estimates are those of Firth's method, stopped early.
            var firth = FirthRegression.Fit(BinomialSample.OfPersons([marker, [.. cases.Select(_ => 1.0)], .. covariates], cases));
            Oracle.Equal(expected.GetProperty("fast").GetProperty("beta")[m].GetDouble(), firth.Coefficients[0], 1e-5, markers[m]);
            Oracle.Equal(expected.GetProperty("fast").GetProperty("se")[m].GetDouble(), firth.StandardError(0), 1e-5, markers[m]);
        }
    }

    [Fact]
    public void Scan_p_values_agree_with_SPAtest_when_the_search_ends_as_its_own()
    {
        var expected = Oracle.Expected("G12_plink_firth").GetProperty("spa_first60");
        var genotypes = Oracle.Rows("G12_plink_firth", "geno_a1.csv");
        var people = Oracle.Rows("G12_plink_firth", "pheno.csv");
        var tester = new AssociationTester(
            AssociationNull.Fit([.. people.Select(r => r["case"] is "1")], [Column(people, "age"), Column(people, "prior")], [])
        );
        for (var m = 0; m < expected.GetProperty("p").GetArrayLength(); m++)
        {
            // SPAtest puts the mean where a genotype is missing.
            double[] known = [.. genotypes.Where(g => g[$"snp{m}"] is not "NA").Select(g => Number(g[$"snp{m}"]))];
            double[] marker = [.. genotypes.Select(g => g[$"snp{m}"] is "NA" ? known.Average() : Number(g[$"snp{m}"]))];

            var result = tester.Test(marker, Fast);

            Oracle.Equal(expected.GetProperty("p")[m].GetDouble(), result.SaddlepointP, 1e-8, $"snp{m}");
            Oracle.Equal(expected.GetProperty("p_na")[m].GetDouble(), result.ScoreP, 1e-8, $"snp{m}");
        }
    }

    [Fact]
    public void A_saddle_point_p_is_near_the_exact_one_where_the_normal_one_is_far_off()
    {
        // 1,000 persons, 10 cases, 20 carriers of whom 3 are cases, no covariate: given the number of cases the score is hypergeometric.
        bool[] cases = [.. Enumerable.Range(0, 1000).Select(i => i < 10)];
        double[] marker = [.. Enumerable.Range(0, 1000).Select(i => i is >= 7 and < 27 ? 1.0 : 0)];

        // The lower tail, below 0 of 0.2 expected, does not hold: it is folded, or there is no P.
        var result = Tester(cases).Test(marker, Fast);

        // R: P(Binomial(20, 0.01) ≥ 3) = 0.00100358, and no outcome is as far below; the normal approximation finds 1e-10.
        Assert.InRange(result.SaddlepointP, 0.0002, 0.004);
        Assert.True(result.ScoreP < 1e-8);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Counting_the_other_allele_turns_the_score_and_keeps_the_p_value(bool fast)
    {
        var random = new System.Random(3);
        bool[] cases = [.. Enumerable.Range(0, 500).Select(i => i % 25 == 0)];
        double[] marker = [.. cases.Select(c => (double)(random.NextDouble() < (c ? 0.4 : 0.05) ? 1 : 0))];
        var options = fast ? Fast : ScanOptions.Default with { FirthBelow = 0 };

        var one = Tester(cases).Test(marker, options);
        var other = Tester(cases).Test([.. marker.Select(m => 2 - m)], options);

        Assert.NotEqual(one.ScoreP, one.SaddlepointP);
        Assert.Equal(one.SaddlepointP, other.SaddlepointP, 1e-12);
        Assert.Equal(one.Score, -other.Score, 1e-9);
    }

    [Fact]
    public void The_saddle_point_p_of_a_weighted_burden_equals_the_formula_in_R()
    {
        // R: glm of y on x and z at epsilon 1e-15, the burden less its weighted regression, uniroot and Newton's steps to the last digit.
        const int people = 400;
        var at = Enumerable.Range(0, people).ToArray();
        var model = AssociationNull.Fit(
            [.. at.Select(i => i % 25 == 7)],
            [
                [.. at.Select(i => i * 37 % 101 / 101.0)],
                [.. at.Select(i => i % 3 == 1 ? 1.0 : 0)],
            ],
            []
        );
        double[] burden = [.. at.Select(i => (i % 23 == 5 ? 3.25 : 0) + (i % 41 == 7 ? 7.5 : 0) + (i % 150 == 57 ? 11.125 : 0))];

        var result = new AssociationTester(model).Test(burden, ScanOptions.Default with { ExactBelow = 1 });

        Oracle.Equal(4.888876057633279, result.Score, 1e-10);
        Oracle.Equal(1.014133174437170e-06, result.ScoreP, 1e-9);
        Oracle.Equal(2.897289832556361e-04, result.SaddlepointP, 1e-9);
        Assert.Equal(AssociationTest.Firth, result.Test);
    }

    [Fact]
    public void The_stop_of_SPAtest_moves_the_p_value_little()
    {
        bool[] cases = [.. Enumerable.Range(0, 800).Select(i => i % 40 == 0)];
        double[] marker = [.. Enumerable.Range(0, 800).Select(i => i % 40 == 0 ? (i < 300 ? 1.0 : 0) : (i % 33 == 1 ? 1.0 : 0))];

        var loose = Tester(cases).Test(marker, Full);
        var exact = Tester(cases).Test(marker, Full with { Saddlepoint = new() { FoldsTails = true } });

        Assert.NotEqual(exact.ScoreP, exact.SaddlepointP);
        Assert.NotEqual(exact.SaddlepointP, loose.SaddlepointP);
        Oracle.Equal(exact.SaddlepointP, loose.SaddlepointP, 1e-3);
    }

    [Fact]
    public void What_cannot_be_tested_says_so()
    {
        bool[] cases = [true, false, false, true, false, false, false, false];
        double[] x = [0, 1, 0, 1, 0, 1, 0, 1];
        var tester = new AssociationTester(AssociationNull.Fit(cases, [x], []));

        Assert.Equal(AssociationStatus.NoVariation, tester.Test(new double[8], Fast).Status);
        Assert.Equal(AssociationStatus.Collinear, tester.Test(x, Fast).Status);
        Assert.Throws<ArgumentException>(() => tester.Test(new double[7], Fast));
        Assert.Equal(AssociationStatus.OneOutcome, tester.Test([.. x.Select(_ => double.NaN)], Fast).Status);
        Assert.Equal(AssociationStatus.OneOutcome, AssociationNull.Fit(new bool[8], [], []).Status);
    }

    private static AssociationTester Tester(bool[] cases) => new(AssociationNull.Fit(cases, [], []));

    private static void Agrees(JsonElement expected, int m, VariantAssociation actual)
    {
        Oracle.Equal(expected.GetProperty("p")[m].GetDouble(), actual.SaddlepointP, 1e-9, $"marker {m}");
        Oracle.Equal(expected.GetProperty("p_na")[m].GetDouble(), actual.ScoreP, 1e-9, $"marker {m}");
        Assert.Equal(expected.GetProperty("conv")[m].GetBoolean(), double.IsFinite(actual.SaddlepointP));
    }

    private static double[] Column(IReadOnlyList<IReadOnlyDictionary<string, string>> rows, string name) =>
        [.. rows.Select(r => Number(r[name]))];

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
