using System.Globalization;
using System.Text.Json;
using Longwatch.Oracles;
using Longwatch.Statistics.Regression;
using Longwatch.Statistics.ScoreTests;

namespace Longwatch.Statistics.Tests.ScoreTests;

public sealed class SaddlePointScoreTests
{
    [Fact]
    public void Fast_and_full_p_values_agree_with_SPAtest()
    {
        var expected = Oracle.Expected("G07_spa");
        var rows = Oracle.Rows("G07_spa", "pheno.csv");
        var cases = rows.Select(r => r["y"] is "1").ToArray();
        var covariates = rows[0].Keys.Where(k => k.StartsWith('x')).Select(k => rows.Select(r => Number(r[k])).ToArray());
        double[][] columns =
        [
            [.. rows.Select(_ => 1.0)],
            .. covariates,
        ];
        Assert.Equal(expected.GetProperty("cases").GetInt32(), cases.Count(c => c));
        var score = SaddlePointScore.Fit(BinomialSample.OfPersons(columns, cases), out _)!;

        var markers = rows[0].Keys.Where(k => k.StartsWith('X')).ToArray();
        for (var m = 0; m < markers.Length; m++)
        {
            var marker = rows.Select(r => Number(r[markers[m]])).ToArray();
            var fast = score.Test(marker, ScoreTestOptions.Default);
            var full = score.Test(marker, ScoreTestOptions.Default with { Cutoff = 0, Fast = false });

            Agrees(expected.GetProperty("fast"), m, fast);
            Agrees(expected.GetProperty("full"), m, full);
            Assert.Equal(Math.Abs(fast.Score) > 2 * Math.Sqrt(fast.Variance), fast.SaddlePointUsed);
            // Its effect estimates are those of Firth's method, stopped early.
            var firth = FirthRegression.Fit(BinomialSample.OfPersons([marker, .. columns], cases));
            Oracle.Equal(expected.GetProperty("fast").GetProperty("beta")[m].GetDouble(), firth.Coefficients[0], 1e-5, markers[m]);
            Oracle.Equal(expected.GetProperty("fast").GetProperty("se")[m].GetDouble(), firth.StandardError(0), 1e-5, markers[m]);
        }
    }

    [Fact]
    public void Scan_p_values_agree_with_SPAtest()
    {
        var expected = Oracle.Expected("G12_plink_firth").GetProperty("spa_first60");
        var genotypes = Oracle.Rows("G12_plink_firth", "geno_a1.csv");
        var people = Oracle.Rows("G12_plink_firth", "pheno.csv");
        double[][] columns =
        [
            [.. people.Select(_ => 1.0)],
            [.. people.Select(r => Number(r["age"]))],
            [.. people.Select(r => Number(r["prior"]))],
        ];
        var score = SaddlePointScore.Fit(BinomialSample.OfPersons(columns, [.. people.Select(r => r["case"] is "1")]), out _)!;
        for (var m = 0; m < expected.GetProperty("p").GetArrayLength(); m++)
        {
            var marker = genotypes.Select(g => g[$"snp{m}"] is "NA" ? double.NaN : Number(g[$"snp{m}"])).ToArray();

            var result = score.Test(marker, ScoreTestOptions.Default);

            Oracle.Equal(expected.GetProperty("p")[m].GetDouble(), result.P, 1e-8, $"snp{m}");
            Oracle.Equal(expected.GetProperty("p_na")[m].GetDouble(), result.NormalP, 1e-8, $"snp{m}");
        }
    }

    [Fact]
    public void A_saddle_point_p_is_near_the_exact_one_where_the_normal_one_is_far_off()
    {
        // 1,000 persons, 10 cases, 20 carriers of whom 3 are cases, no covariate: given the number of cases the score is hypergeometric.
        bool[] cases = [.. Enumerable.Range(0, 1000).Select(i => i < 10)];
        double[] marker = [.. Enumerable.Range(0, 1000).Select(i => i is >= 7 and < 27 ? 1.0 : 0)];
        var sample = BinomialSample.OfPersons(
            [
                [.. cases.Select(_ => 1.0)],
            ],
            cases
        );

        var result = SaddlePointScore.Fit(sample, out _)!.Test(marker, ScoreTestOptions.Default);

        // R: P(Binomial(20, 0.01) ≥ 3) = 0.00100358, and no outcome is as far below; the normal approximation finds 1e-10.
        Assert.InRange(result.P, 0.0002, 0.004);
        Assert.True(result.NormalP < 1e-8);
    }

    [Fact]
    public void Counting_the_other_allele_turns_the_score_and_keeps_the_p_value()
    {
        var random = new System.Random(3);
        bool[] cases = [.. Enumerable.Range(0, 500).Select(i => i % 25 == 0)];
        double[] marker = [.. cases.Select(c => (double)(random.NextDouble() < (c ? 0.4 : 0.05) ? 1 : 0))];
        var score = SaddlePointScore.Fit(
            BinomialSample.OfPersons(
                [
                    [.. cases.Select(_ => 1.0)],
                ],
                cases
            ),
            out _
        )!;

        var one = score.Test(marker, ScoreTestOptions.Default);
        var other = score.Test([.. marker.Select(m => 2 - m)], ScoreTestOptions.Default);

        Assert.True(one.SaddlePointUsed);
        Assert.Equal(one.P, other.P, 1e-12);
        Assert.Equal(one.Score, -other.Score, 1e-9);
    }

    [Fact]
    public void A_smaller_tolerance_moves_the_p_value_little()
    {
        bool[] cases = [.. Enumerable.Range(0, 800).Select(i => i % 40 == 0)];
        double[] marker = [.. Enumerable.Range(0, 800).Select(i => i % 40 == 0 ? (i < 300 ? 1.0 : 0) : (i % 33 == 1 ? 1.0 : 0))];
        var score = SaddlePointScore.Fit(
            BinomialSample.OfPersons(
                [
                    [.. cases.Select(_ => 1.0)],
                ],
                cases
            ),
            out _
        )!;

        var loose = score.Test(marker, ScoreTestOptions.Default with { Fast = false });
        var tight = score.Test(marker, ScoreTestOptions.Default with { Fast = false, RootTolerance = 1e-12 });

        Assert.True(tight.SaddlePointUsed);
        Oracle.Equal(tight.P, loose.P, 1e-3);
    }

    [Fact]
    public void What_cannot_be_tested_says_so()
    {
        bool[] cases = [true, false, false, true, false, false, false, false];
        double[] ones = [.. cases.Select(_ => 1.0)];
        double[] x = [0, 1, 0, 1, 0, 1, 0, 1];
        var score = SaddlePointScore.Fit(BinomialSample.OfPersons([ones, x], cases), out var status)!;

        Assert.Equal(RegressionStatus.Estimated, status);
        Assert.Equal(ScoreTestStatus.NoVariation, score.Test(new double[8], ScoreTestOptions.Default).Status);
        Assert.Equal(ScoreTestStatus.NoVariation, score.Test(x, ScoreTestOptions.Default).Status);
        Assert.Throws<ArgumentException>(() => score.Test(new double[7], ScoreTestOptions.Default));
        Assert.Throws<ArgumentException>(() => score.Test([double.PositiveInfinity, 0, 0, 0, 0, 0, 0, 0], ScoreTestOptions.Default));
        double[] unknown = [.. ones.Select(_ => double.NaN)];
        Assert.Equal(ScoreTestStatus.NoVariation, score.Test(unknown, ScoreTestOptions.Default).Status);
        Assert.Null(SaddlePointScore.Fit(BinomialSample.OfPersons([ones], new bool[8]), out var none));
        Assert.Equal(RegressionStatus.NoFiniteMaximum, none);
        Assert.Throws<ArgumentException>(() =>
            SaddlePointScore.Fit(
                BinomialSample.FromRows(
                    [
                        [1.0],
                    ],
                    [1],
                    [2]
                ),
                out _
            )
        );
    }

    private static void Agrees(JsonElement expected, int m, ScoreTest actual)
    {
        Oracle.Equal(expected.GetProperty("p")[m].GetDouble(), actual.P, 1e-9, $"marker {m}");
        Oracle.Equal(expected.GetProperty("p_na")[m].GetDouble(), actual.NormalP, 1e-9, $"marker {m}");
        Assert.Equal(expected.GetProperty("conv")[m].GetBoolean(), actual.Status == ScoreTestStatus.Estimated);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
